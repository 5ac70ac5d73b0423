-- CreateTable
CREATE TABLE "Record" (
    "id" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "area" TEXT COLLATE "C" NOT NULL,
    "title" TEXT COLLATE "C" NOT NULL,
    "summary" TEXT COLLATE "C" NOT NULL,
    "status" TEXT COLLATE "C",
    "current" TEXT COLLATE "C",
    "updated" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Revision" (
    "recordId" TEXT COLLATE "C" NOT NULL,
    "revision" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "path" TEXT COLLATE "C" NOT NULL,
    "raw" TEXT COLLATE "C" NOT NULL,
    "data" TEXT COLLATE "C",
    "body" TEXT COLLATE "C" NOT NULL,
    "html" TEXT COLLATE "C" NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,
    "headings" TEXT COLLATE "C" NOT NULL,
    "seen" TIMESTAMP(3) NOT NULL,
    "commit" TEXT COLLATE "C",
    "current" BOOLEAN NOT NULL,

    CONSTRAINT "Revision_pkey" PRIMARY KEY ("recordId","revision")
);

-- CreateTable
CREATE TABLE "Statement" (
    "recordId" TEXT COLLATE "C" NOT NULL,
    "revision" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "component" TEXT COLLATE "C" NOT NULL,
    "when" TEXT COLLATE "C",
    "versions" TEXT COLLATE "C",
    "value" TEXT COLLATE "C",
    "before" TEXT COLLATE "C",
    "status" TEXT COLLATE "C",
    "inferred" BOOLEAN NOT NULL,

    CONSTRAINT "Statement_pkey" PRIMARY KEY ("recordId","position")
);

-- CreateTable
CREATE TABLE "Citation" (
    "recordId" TEXT COLLATE "C" NOT NULL,
    "revision" TEXT COLLATE "C" NOT NULL,
    "claim" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "list" TEXT COLLATE "C",
    "messageId" TEXT COLLATE "C",
    "author" TEXT COLLATE "C",
    "date" TEXT COLLATE "C",
    "repo" TEXT COLLATE "C",
    "commit" TEXT COLLATE "C",
    "url" TEXT COLLATE "C",
    "checked" TEXT COLLATE "C" NOT NULL,
    "evidence" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Citation_pkey" PRIMARY KEY ("recordId","claim","position")
);

-- CreateTable
CREATE TABLE "Release" (
    "line" TEXT COLLATE "C" NOT NULL,
    "component" TEXT COLLATE "C" NOT NULL,
    "branch" TEXT COLLATE "C" NOT NULL,
    "version" TEXT COLLATE "C" NOT NULL,
    "date" TEXT COLLATE "C",
    "position" INTEGER NOT NULL,

    CONSTRAINT "Release_pkey" PRIMARY KEY ("component","branch","version")
);

-- CreateTable
CREATE TABLE "Alias" (
    "recordId" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "folded" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Alias_pkey" PRIMARY KEY ("recordId","name")
);

-- CreateTable
CREATE TABLE "Sync" (
    "id" SERIAL NOT NULL,
    "parent" INTEGER NOT NULL,
    "digest" TEXT COLLATE "C" NOT NULL,
    "date" TEXT COLLATE "C" NOT NULL,
    "finished" TIMESTAMP(3) NOT NULL,
    "commit" TEXT COLLATE "C",
    "links" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Sync_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Record_kind_id_idx" ON "Record"("kind", "id");

-- CreateIndex
CREATE INDEX "Record_area_idx" ON "Record"("area");

-- CreateIndex
CREATE INDEX "Record_updated_id_idx" ON "Record"("updated", "id");

-- CreateIndex
CREATE INDEX "Revision_current_idx" ON "Revision"("current");

-- CreateIndex
CREATE INDEX "Statement_component_idx" ON "Statement"("component");

-- CreateIndex
CREATE INDEX "Citation_messageId_idx" ON "Citation"("messageId");

-- CreateIndex
CREATE INDEX "Citation_commit_idx" ON "Citation"("commit");

-- CreateIndex
CREATE INDEX "Release_line_idx" ON "Release"("line");

-- CreateIndex
CREATE INDEX "Alias_folded_idx" ON "Alias"("folded");

-- CreateIndex
CREATE UNIQUE INDEX "Sync_parent_key" ON "Sync"("parent");

-- AddForeignKey
ALTER TABLE "Revision" ADD CONSTRAINT "Revision_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Statement" ADD CONSTRAINT "Statement_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Citation" ADD CONSTRAINT "Citation_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Alias" ADD CONSTRAINT "Alias_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE CASCADE ON UPDATE CASCADE;
