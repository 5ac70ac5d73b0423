-- DropIndex
DROP INDEX "Arrival_list_month_idx";

-- CreateIndex
CREATE INDEX "Arrival_list_month_spam_deleted_message_idx" ON "Arrival"("list", "month", "spam", "deleted", "message");

