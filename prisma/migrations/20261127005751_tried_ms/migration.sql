-- AlterTable
ALTER TABLE "execution" ADD COLUMN     "tried_ms" INTEGER NOT NULL DEFAULT 0;
