-- CreateTable
CREATE TABLE "revision" (
    "revision" BIGINT NOT NULL PRIMARY KEY,
    "group" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "text" TEXT,
    "statusOnly" BOOLEAN NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "progress" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "newest" BIGINT NOT NULL,
    "compacted" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "revision_group_kind_namespace_name_revision_idx" ON "revision"("group", "kind", "namespace", "name", "revision");

