-- DropIndex
DROP INDEX "Message_hash_idx";

-- DropIndex
DROP INDEX "Arrival_list_date_idx";

-- DropIndex
DROP INDEX "Arrival_message_idx";

-- AlterTable
ALTER TABLE "MailSource" DROP COLUMN "finished",
ADD COLUMN     "complete" BOOLEAN NOT NULL;

-- AlterTable
ALTER TABLE "Arrival" DROP CONSTRAINT "Arrival_pkey",
ADD COLUMN     "id" INTEGER NOT NULL,
ADD COLUMN     "month" TEXT NOT NULL,
ADD COLUMN     "spam" BOOLEAN NOT NULL,
ADD CONSTRAINT "Arrival_pkey" PRIMARY KEY ("id");

-- CreateTable
CREATE TABLE "MailState" (
    "id" INTEGER NOT NULL,
    "messages" INTEGER NOT NULL,
    "arrivals" INTEGER NOT NULL,

    CONSTRAINT "MailState_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Arrival_list_date_message_idx" ON "Arrival"("list", "date", "message");

-- CreateIndex
CREATE INDEX "Arrival_list_month_idx" ON "Arrival"("list", "month");

-- CreateIndex
CREATE UNIQUE INDEX "Arrival_message_list_hash_key" ON "Arrival"("message", "list", "hash");
