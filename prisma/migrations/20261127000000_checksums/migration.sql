-- AlterTable
ALTER TABLE "revision" ADD COLUMN "checksum" INTEGER;

-- AlterTable
ALTER TABLE "progress" ADD COLUMN "owner" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "progress" ADD COLUMN "checksum" INTEGER;
