-- CreateTable
CREATE TABLE "MailSource" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "read" INTEGER NOT NULL,
    "complete" BOOLEAN NOT NULL
);

-- CreateTable
CREATE TABLE "MailState" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "messages" INTEGER NOT NULL,
    "arrivals" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Message" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "messageId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "fromName" TEXT NOT NULL,
    "fromAddress" TEXT NOT NULL,
    "date" DATETIME NOT NULL,
    "thread" INTEGER NOT NULL,
    "parent" TEXT,
    "patch" TEXT,
    "title" TEXT,
    "spam" TEXT NOT NULL,
    "attachments" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "rebuilt" BOOLEAN NOT NULL,
    "deleted" BOOLEAN NOT NULL
);

-- CreateTable
CREATE TABLE "RawMail" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "bytes" BLOB NOT NULL,
    "size" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Arrival" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "list" TEXT NOT NULL,
    "message" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "arrived" DATETIME,
    "date" DATETIME NOT NULL,
    "month" TEXT NOT NULL,
    "spam" BOOLEAN NOT NULL,
    "deleted" BOOLEAN NOT NULL,
    CONSTRAINT "Arrival_message_fkey" FOREIGN KEY ("message") REFERENCES "Message" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MailReference" (
    "message" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "target" TEXT NOT NULL,

    PRIMARY KEY ("message", "position"),
    CONSTRAINT "MailReference_message_fkey" FOREIGN KEY ("message") REFERENCES "Message" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Mention" (
    "message" INTEGER NOT NULL,
    "recordId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "revision" TEXT,
    "where" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "date" DATETIME NOT NULL,

    PRIMARY KEY ("message", "recordId", "line", "name"),
    CONSTRAINT "Mention_message_fkey" FOREIGN KEY ("message") REFERENCES "Message" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MentionScan" (
    "recordId" TEXT NOT NULL PRIMARY KEY,
    "names" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "FoundPosition" (
    "message" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "stance" TEXT NOT NULL,
    "authorName" TEXT NOT NULL,
    "authorAddress" TEXT NOT NULL,
    "records" TEXT NOT NULL,
    "rules" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,

    PRIMARY KEY ("message", "first", "kind"),
    CONSTRAINT "FoundPosition_message_fkey" FOREIGN KEY ("message") REFERENCES "Message" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Proposal" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "messageId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "authorName" TEXT NOT NULL,
    "authorAddress" TEXT NOT NULL,
    "date" DATETIME NOT NULL,
    "text" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "values" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "decidedBy" TEXT,
    "decided" DATETIME
);

-- CreateIndex
CREATE UNIQUE INDEX "Message_messageId_key" ON "Message"("messageId");

-- CreateIndex
CREATE INDEX "Message_thread_date_idx" ON "Message"("thread", "date");

-- CreateIndex
CREATE INDEX "Message_date_idx" ON "Message"("date");

-- CreateIndex
CREATE INDEX "Message_title_idx" ON "Message"("title");

-- CreateIndex
CREATE INDEX "Arrival_list_date_message_idx" ON "Arrival"("list", "date", "message");

-- CreateIndex
CREATE INDEX "Arrival_list_month_idx" ON "Arrival"("list", "month");

-- CreateIndex
CREATE INDEX "Arrival_source_place_idx" ON "Arrival"("source", "place");

-- CreateIndex
CREATE UNIQUE INDEX "Arrival_message_list_hash_key" ON "Arrival"("message", "list", "hash");

-- CreateIndex
CREATE INDEX "MailReference_target_idx" ON "MailReference"("target");

-- CreateIndex
CREATE INDEX "Mention_recordId_date_idx" ON "Mention"("recordId", "date");

-- CreateIndex
CREATE INDEX "Proposal_status_date_idx" ON "Proposal"("status", "date");

-- CreateIndex
CREATE INDEX "Proposal_messageId_idx" ON "Proposal"("messageId");
