-- AlterTable
ALTER TABLE "review" ADD COLUMN     "told_lease" INTEGER;
