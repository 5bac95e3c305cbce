-- AlterTable
ALTER TABLE "engine_run" ADD COLUMN     "crash_count" INTEGER NOT NULL DEFAULT 0;
