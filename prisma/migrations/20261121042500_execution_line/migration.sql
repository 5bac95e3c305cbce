-- DropIndex
DROP INDEX "execution_persona_id_status_idx";

-- AlterTable
ALTER TABLE "execution" ADD COLUMN     "called_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "execution_persona_id_status_called_at_created_at_id_idx" ON "execution"("persona_id", "status", "called_at", "created_at", "id");
