-- CreateTable
CREATE TABLE "Record" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "status" TEXT,
    "current" TEXT,
    "updated" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Revision" (
    "recordId" TEXT NOT NULL,
    "revision" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "data" TEXT,
    "body" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "headings" TEXT NOT NULL,
    "seen" DATETIME NOT NULL,
    "commit" TEXT,
    "current" BOOLEAN NOT NULL,

    PRIMARY KEY ("recordId", "revision"),
    CONSTRAINT "Revision_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Statement" (
    "recordId" TEXT NOT NULL,
    "revision" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "component" TEXT NOT NULL,
    "when" TEXT,
    "versions" TEXT,
    "value" TEXT,
    "before" TEXT,
    "status" TEXT,
    "inferred" BOOLEAN NOT NULL,

    PRIMARY KEY ("recordId", "position"),
    CONSTRAINT "Statement_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Citation" (
    "recordId" TEXT NOT NULL,
    "revision" TEXT NOT NULL,
    "claim" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "list" TEXT,
    "messageId" TEXT,
    "author" TEXT,
    "date" TEXT,
    "repo" TEXT,
    "commit" TEXT,
    "url" TEXT,
    "checked" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,

    PRIMARY KEY ("recordId", "claim", "position"),
    CONSTRAINT "Citation_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Release" (
    "line" TEXT NOT NULL,
    "component" TEXT NOT NULL,
    "branch" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "date" TEXT,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("component", "branch", "version")
);

-- CreateTable
CREATE TABLE "Alias" (
    "recordId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "folded" TEXT NOT NULL,

    PRIMARY KEY ("recordId", "name"),
    CONSTRAINT "Alias_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Sync" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "parent" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "finished" DATETIME NOT NULL,
    "commit" TEXT,
    "links" TEXT NOT NULL
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
