-- A firing may wait until what its trigger fired before has ended.
ALTER TABLE "trigger_fire" DROP CONSTRAINT "trigger_fire_status_check";
ALTER TABLE "trigger_fire" ADD CONSTRAINT "trigger_fire_status_check" CHECK (status IN ('fired', 'completed', 'failed', 'skipped', 'waiting'));

-- CreateIndex
CREATE INDEX "trigger_fire_status_trigger_id_idx" ON "trigger_fire"("status", "trigger_id");
