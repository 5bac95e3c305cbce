-- What is held for a worker's runs stands under a turn that none of them is.
UPDATE "budget_hold" SET "turn" = 0 WHERE "turn" = 1 AND "execution_id" IN (SELECT "id" FROM "execution" WHERE "runtime" = 'worker');
