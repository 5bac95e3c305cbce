-- AlterTable
ALTER TABLE "execution" ADD COLUMN     "accomplished" BOOLEAN,
ADD COLUMN     "asked_version" INTEGER,
ADD COLUMN     "execution_flows" TEXT,
ADD COLUMN     "lease_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "lease_number" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lost_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "outcome_blockers" TEXT,
ADD COLUMN     "outcome_summary" TEXT,
ADD COLUMN     "persona_version" INTEGER,
ADD COLUMN     "prompt_hash" TEXT,
ADD COLUMN     "used_ms" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "worker_id" TEXT,
ADD COLUMN     "worker_progress" TEXT,
ADD COLUMN     "worker_seq" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "execution_prompt" ADD COLUMN     "tools" TEXT NOT NULL DEFAULT '[]',
ADD COLUMN     "variables" TEXT NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "execution_turn" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'model';

-- AlterTable
ALTER TABLE "persona" ADD COLUMN     "live_version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "monthly_budget_usd" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "budget_period" (
    "persona_id" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "spent_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "held_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "reached_at" TIMESTAMPTZ(3),

    CONSTRAINT "budget_period_pkey" PRIMARY KEY ("persona_id","period")
);

-- CreateTable
CREATE TABLE "budget_hold" (
    "execution_id" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "persona_id" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "amount_usd" DOUBLE PRECISION NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_hold_pkey" PRIMARY KEY ("execution_id","turn")
);

-- CreateTable
CREATE TABLE "credential" (
    "id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL DEFAULT 'default',
    "name" TEXT NOT NULL,
    "service_type" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "field_names" TEXT NOT NULL DEFAULT '[]',
    "metadata" TEXT,
    "allowed_hosts" TEXT NOT NULL DEFAULT '[]',
    "last_used_at" TIMESTAMPTZ(3),
    "last_tested_at" TIMESTAMPTZ(3),
    "last_test_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "persona_credential" (
    "persona_id" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "persona_credential_pkey" PRIMARY KEY ("persona_id","credential_id")
);

-- CreateTable
CREATE TABLE "key_rotation" (
    "id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "total_count" INTEGER NOT NULL DEFAULT 0,
    "done_count" INTEGER NOT NULL DEFAULT 0,
    "failed_count" INTEGER NOT NULL DEFAULT 0,
    "failures" TEXT NOT NULL DEFAULT '[]',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_rotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_id" TEXT,
    "detail" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oauth_state" (
    "state_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "verifier_sealed" TEXT NOT NULL,
    "detail" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_state_pkey" PRIMARY KEY ("state_hash")
);

-- CreateTable
CREATE TABLE "execution_tool_call" (
    "id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "call_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "input" TEXT NOT NULL,
    "approved_hash" TEXT,
    "review_id" TEXT,
    "output" TEXT,
    "output_bytes" INTEGER NOT NULL DEFAULT 0,
    "is_error" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "execution_tool_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tool_blob" (
    "tool_call_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "tool_blob_pkey" PRIMARY KEY ("tool_call_id")
);

-- CreateTable
CREATE TABLE "gitlab_deployment" (
    "id" TEXT NOT NULL,
    "persona_id" TEXT NOT NULL,
    "persona_name" TEXT NOT NULL,
    "project_id" INTEGER NOT NULL,
    "project_path" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "agent_id" TEXT,
    "url" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "status_reason" TEXT,
    "version" INTEGER,
    "variables" TEXT NOT NULL DEFAULT '[]',
    "deployed_by" TEXT NOT NULL,
    "undeployed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gitlab_deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "persona_message" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "persona_id" TEXT,
    "persona_name" TEXT NOT NULL,
    "execution_id" TEXT,
    "title" TEXT,
    "content" TEXT NOT NULL,
    "content_type" TEXT NOT NULL DEFAULT 'info',
    "priority" TEXT NOT NULL DEFAULT 'normal',
    "is_read" BOOLEAN NOT NULL DEFAULT false,
    "read_at" TIMESTAMPTZ(3),
    "metadata" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "persona_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_channel" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "channel_type" TEXT NOT NULL,
    "config_sealed" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "min_priority" TEXT NOT NULL DEFAULT 'normal',
    "persona_ids" TEXT,
    "tells_reviews" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_delivery" (
    "id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "channel_type" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "error_message" TEXT,
    "external_id" TEXT,
    "next_attempt_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memory" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "persona_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "category" TEXT NOT NULL DEFAULT 'general',
    "importance" INTEGER NOT NULL DEFAULT 5,
    "tags" TEXT,
    "source_execution_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "memory_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "persona_version" (
    "persona_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "label" TEXT,
    "note" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "persona_version_pkey" PRIMARY KEY ("persona_id","version")
);

-- CreateTable
CREATE TABLE "persona_design" (
    "id" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "stage" TEXT NOT NULL DEFAULT 'prompt_assembly',
    "status" TEXT NOT NULL DEFAULT 'running',
    "persona_id" TEXT,
    "batch_id" TEXT,
    "result" TEXT,
    "issues" TEXT,
    "error_message" TEXT,
    "cost_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "persona_design_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "persona_id" TEXT NOT NULL,
    "persona_name" TEXT NOT NULL,
    "tool_call_id" TEXT,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "severity" TEXT NOT NULL DEFAULT 'medium',
    "context_data" TEXT,
    "suggested_actions" TEXT,
    "tool_name" TEXT,
    "args" TEXT,
    "args_hash" TEXT,
    "edited_args" TEXT,
    "parse_error" TEXT,
    "is_blocking" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "decision" TEXT,
    "reviewer_notes" TEXT,
    "resolved_by" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_link" (
    "token_hash" TEXT NOT NULL,
    "review_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "review_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "tool_definition" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "category" TEXT NOT NULL DEFAULT 'general',
    "description" TEXT NOT NULL,
    "script_path" TEXT NOT NULL DEFAULT '',
    "input_schema" TEXT,
    "output_schema" TEXT,
    "requires_credential_type" TEXT,
    "implementation_guide" TEXT,
    "is_builtin" BOOLEAN NOT NULL DEFAULT false,
    "effect" TEXT NOT NULL DEFAULT 'write',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tool_definition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "persona_tool" (
    "persona_id" TEXT NOT NULL,
    "tool_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "persona_tool_pkey" PRIMARY KEY ("persona_id","tool_id")
);

-- CreateTable
CREATE TABLE "tool_policy" (
    "persona_id" TEXT NOT NULL,
    "tool_name" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tool_policy_pkey" PRIMARY KEY ("persona_id","tool_name")
);

-- CreateTable
CREATE TABLE "mcp_server" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "auth_type" TEXT NOT NULL DEFAULT 'none',
    "auth_sealed" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "tool_filter" TEXT,
    "tools" TEXT NOT NULL DEFAULT '[]',
    "tools_read_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mcp_server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "persona_mcp_server" (
    "persona_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "persona_mcp_server_pkey" PRIMARY KEY ("persona_id","server_id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "session_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "claude_cli_version" TEXT,
    "labels" TEXT NOT NULL DEFAULT '[]',
    "capabilities" TEXT NOT NULL DEFAULT '[]',
    "max_slots" INTEGER NOT NULL DEFAULT 1,
    "is_draining" BOOLEAN NOT NULL DEFAULT false,
    "metrics" TEXT,
    "connected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_poll_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "credential_name_key" ON "credential"("name");

-- CreateIndex
CREATE INDEX "persona_credential_credential_id_idx" ON "persona_credential"("credential_id");

-- CreateIndex
CREATE INDEX "audit_entry_action_created_at_idx" ON "audit_entry"("action", "created_at");

-- CreateIndex
CREATE INDEX "audit_entry_subject_id_created_at_idx" ON "audit_entry"("subject_id", "created_at");

-- CreateIndex
CREATE INDEX "oauth_state_created_at_idx" ON "oauth_state"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "execution_tool_call_execution_id_turn_position_key" ON "execution_tool_call"("execution_id", "turn", "position");

-- CreateIndex
CREATE INDEX "gitlab_deployment_persona_id_created_at_idx" ON "gitlab_deployment"("persona_id", "created_at");

-- CreateIndex
CREATE INDEX "gitlab_deployment_project_id_created_at_idx" ON "gitlab_deployment"("project_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "persona_message_key_key" ON "persona_message"("key");

-- CreateIndex
CREATE INDEX "persona_message_created_at_idx" ON "persona_message"("created_at");

-- CreateIndex
CREATE INDEX "persona_message_is_read_created_at_idx" ON "persona_message"("is_read", "created_at");

-- CreateIndex
CREATE INDEX "persona_message_persona_id_created_at_idx" ON "persona_message"("persona_id", "created_at");

-- CreateIndex
CREATE INDEX "persona_message_execution_id_idx" ON "persona_message"("execution_id");

-- CreateIndex
CREATE INDEX "persona_message_updated_at_idx" ON "persona_message"("updated_at");

-- CreateIndex
CREATE INDEX "message_delivery_status_next_attempt_at_idx" ON "message_delivery"("status", "next_attempt_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_delivery_message_id_channel_id_key" ON "message_delivery"("message_id", "channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "memory_key_key" ON "memory"("key");

-- CreateIndex
CREATE INDEX "memory_persona_id_importance_idx" ON "memory"("persona_id", "importance");

-- CreateIndex
CREATE INDEX "memory_created_at_idx" ON "memory"("created_at");

-- CreateIndex
CREATE INDEX "memory_updated_at_idx" ON "memory"("updated_at");

-- CreateIndex
CREATE INDEX "persona_design_batch_id_idx" ON "persona_design"("batch_id");

-- CreateIndex
CREATE INDEX "persona_design_created_at_idx" ON "persona_design"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "review_key_key" ON "review"("key");

-- CreateIndex
CREATE INDEX "review_status_created_at_idx" ON "review"("status", "created_at");

-- CreateIndex
CREATE INDEX "review_execution_id_idx" ON "review"("execution_id");

-- CreateIndex
CREATE INDEX "review_updated_at_idx" ON "review"("updated_at");

-- CreateIndex
CREATE INDEX "review_link_review_id_idx" ON "review_link"("review_id");

-- CreateIndex
CREATE UNIQUE INDEX "tool_definition_name_key" ON "tool_definition"("name");

-- CreateIndex
CREATE INDEX "persona_tool_tool_id_idx" ON "persona_tool"("tool_id");

-- CreateIndex
CREATE UNIQUE INDEX "mcp_server_name_key" ON "mcp_server"("name");

-- CreateIndex
CREATE INDEX "persona_mcp_server_server_id_idx" ON "persona_mcp_server"("server_id");

-- AddForeignKey
ALTER TABLE "persona_credential" ADD CONSTRAINT "persona_credential_persona_id_fkey" FOREIGN KEY ("persona_id") REFERENCES "persona"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "persona_credential" ADD CONSTRAINT "persona_credential_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "credential"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_tool_call" ADD CONSTRAINT "execution_tool_call_execution_id_fkey" FOREIGN KEY ("execution_id") REFERENCES "execution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool_blob" ADD CONSTRAINT "tool_blob_tool_call_id_fkey" FOREIGN KEY ("tool_call_id") REFERENCES "execution_tool_call"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_delivery" ADD CONSTRAINT "message_delivery_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "persona_message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_delivery" ADD CONSTRAINT "message_delivery_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "message_channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "persona_version" ADD CONSTRAINT "persona_version_persona_id_fkey" FOREIGN KEY ("persona_id") REFERENCES "persona"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_link" ADD CONSTRAINT "review_link_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "review"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "persona_tool" ADD CONSTRAINT "persona_tool_persona_id_fkey" FOREIGN KEY ("persona_id") REFERENCES "persona"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "persona_tool" ADD CONSTRAINT "persona_tool_tool_id_fkey" FOREIGN KEY ("tool_id") REFERENCES "tool_definition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool_policy" ADD CONSTRAINT "tool_policy_persona_id_fkey" FOREIGN KEY ("persona_id") REFERENCES "persona"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "persona_mcp_server" ADD CONSTRAINT "persona_mcp_server_persona_id_fkey" FOREIGN KEY ("persona_id") REFERENCES "persona"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "persona_mcp_server" ADD CONSTRAINT "persona_mcp_server_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "mcp_server"("id") ON DELETE CASCADE ON UPDATE CASCADE;
