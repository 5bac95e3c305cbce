-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "disabled_by" TEXT;

-- CreateTable
CREATE TABLE "subscription_token" (
    "event_type" TEXT NOT NULL,
    "token" UUID NOT NULL,

    CONSTRAINT "subscription_token_pkey" PRIMARY KEY ("event_type")
);

-- Written by hand: every change of a subscription gives its type a new token. In one order, so that two
-- statements that touch the same types do not lock each other out.
INSERT INTO "subscription_token" ("event_type", "token")
SELECT "event_type", gen_random_uuid() FROM (SELECT DISTINCT "event_type" FROM "subscription") AS types;

CREATE FUNCTION "renew_subscription_tokens"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO "subscription_token" ("event_type", "token")
    SELECT "event_type", gen_random_uuid()
    FROM (SELECT "event_type" FROM "before" UNION SELECT "event_type" FROM "after") AS types ORDER BY "event_type"
    ON CONFLICT ("event_type") DO UPDATE SET "token" = excluded."token";
  ELSE
    INSERT INTO "subscription_token" ("event_type", "token")
    SELECT "event_type", gen_random_uuid()
    FROM (SELECT DISTINCT "event_type" FROM "changed") AS types ORDER BY "event_type"
    ON CONFLICT ("event_type") DO UPDATE SET "token" = excluded."token";
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "subscription_inserted" AFTER INSERT ON "subscription" REFERENCING NEW TABLE AS "changed"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_subscription_tokens"();
CREATE TRIGGER "subscription_updated" AFTER UPDATE ON "subscription" REFERENCING OLD TABLE AS "before" NEW TABLE AS "after"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_subscription_tokens"();
CREATE TRIGGER "subscription_deleted" AFTER DELETE ON "subscription" REFERENCING OLD TABLE AS "changed"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_subscription_tokens"();
