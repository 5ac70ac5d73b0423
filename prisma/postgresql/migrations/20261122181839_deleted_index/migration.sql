-- CreateIndex
CREATE INDEX "Message_deleted_idx" ON "Message"("deleted");
