-- CreateTable
CREATE TABLE "MailSource" (
    "id" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "location" TEXT COLLATE "C" NOT NULL,
    "list" TEXT COLLATE "C" NOT NULL,
    "position" TEXT COLLATE "C" NOT NULL,
    "read" INTEGER NOT NULL,
    "complete" BOOLEAN NOT NULL,

    CONSTRAINT "MailSource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailState" (
    "id" INTEGER NOT NULL,
    "messages" INTEGER NOT NULL,
    "arrivals" INTEGER NOT NULL,

    CONSTRAINT "MailState_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" INTEGER NOT NULL,
    "messageId" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "fromName" TEXT COLLATE "C" NOT NULL,
    "fromAddress" TEXT COLLATE "C" NOT NULL,
    "date" TIMESTAMP(3) NOT NULL,
    "thread" INTEGER NOT NULL,
    "parent" TEXT COLLATE "C",
    "patch" TEXT COLLATE "C",
    "title" TEXT COLLATE "C",
    "spam" TEXT COLLATE "C" NOT NULL,
    "attachments" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "rebuilt" BOOLEAN NOT NULL,
    "deleted" BOOLEAN NOT NULL,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RawMail" (
    "hash" TEXT COLLATE "C" NOT NULL,
    "bytes" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,

    CONSTRAINT "RawMail_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Arrival" (
    "id" INTEGER NOT NULL,
    "list" TEXT COLLATE "C" NOT NULL,
    "message" INTEGER NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "source" TEXT COLLATE "C" NOT NULL,
    "place" TEXT COLLATE "C" NOT NULL,
    "arrived" TIMESTAMP(3),
    "date" TIMESTAMP(3) NOT NULL,
    "month" TEXT COLLATE "C" NOT NULL,
    "spam" BOOLEAN NOT NULL,
    "deleted" BOOLEAN NOT NULL,

    CONSTRAINT "Arrival_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailReference" (
    "message" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "target" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "MailReference_pkey" PRIMARY KEY ("message","position")
);

-- CreateTable
CREATE TABLE "Mention" (
    "message" INTEGER NOT NULL,
    "recordId" TEXT COLLATE "C" NOT NULL,
    "line" INTEGER NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "revision" TEXT COLLATE "C",
    "where" TEXT COLLATE "C" NOT NULL,
    "sentence" TEXT COLLATE "C" NOT NULL,
    "date" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Mention_pkey" PRIMARY KEY ("message","recordId","line","name")
);

-- CreateTable
CREATE TABLE "MentionScan" (
    "recordId" TEXT COLLATE "C" NOT NULL,
    "names" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "MentionScan_pkey" PRIMARY KEY ("recordId")
);

-- CreateTable
CREATE TABLE "FoundPosition" (
    "message" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "stance" TEXT COLLATE "C" NOT NULL,
    "authorName" TEXT COLLATE "C" NOT NULL,
    "authorAddress" TEXT COLLATE "C" NOT NULL,
    "records" TEXT COLLATE "C" NOT NULL,
    "rules" TEXT COLLATE "C" NOT NULL,
    "sentence" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "FoundPosition_pkey" PRIMARY KEY ("message","first","kind")
);

-- CreateTable
CREATE TABLE "Proposal" (
    "id" TEXT COLLATE "C" NOT NULL,
    "messageId" TEXT COLLATE "C" NOT NULL,
    "line" INTEGER NOT NULL,
    "authorName" TEXT COLLATE "C" NOT NULL,
    "authorAddress" TEXT COLLATE "C" NOT NULL,
    "date" TIMESTAMP(3) NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,
    "verb" TEXT COLLATE "C" NOT NULL,
    "record" TEXT COLLATE "C" NOT NULL,
    "values" TEXT COLLATE "C" NOT NULL,
    "status" TEXT COLLATE "C" NOT NULL,
    "reason" TEXT COLLATE "C" NOT NULL,
    "decidedBy" TEXT COLLATE "C",
    "decided" TIMESTAMP(3),

    CONSTRAINT "Proposal_pkey" PRIMARY KEY ("id")
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

-- AddForeignKey
ALTER TABLE "Arrival" ADD CONSTRAINT "Arrival_message_fkey" FOREIGN KEY ("message") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MailReference" ADD CONSTRAINT "MailReference_message_fkey" FOREIGN KEY ("message") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mention" ADD CONSTRAINT "Mention_message_fkey" FOREIGN KEY ("message") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FoundPosition" ADD CONSTRAINT "FoundPosition_message_fkey" FOREIGN KEY ("message") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
