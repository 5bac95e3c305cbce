-- AlterTable
ALTER TABLE "github_hook" ADD COLUMN     "retry_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "delivery_original_id_idx" ON "delivery"("original_id");
