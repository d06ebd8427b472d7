'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { droppedFiles } from './dropped-files.ts';
import { handOver, withFiles } from './handover.ts';
import { NOTHING } from './manifests.ts';
import { notify } from '../ui/layers.ts';
import css from './transfer.module.css';

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files');
}

interface Props {
  children: ReactNode;
  /** Takes the files; absent: they are shown on the import page. */
  onFiles?: (files: readonly File[]) => Promise<void>;
}

/** Takes files that are dropped anywhere on a page. */
export function DropManifests({ children, onFiles }: Props) {
  const router = useRouter();
  const [over, setOver] = useState(false);
  // enter and leave come for every element on the way
  const depth = useRef(0);
  const drop = async (files: Promise<File[]>) => {
    try {
      if (onFiles) await onFiles(await files);
      else {
        handOver(await withFiles(NOTHING, await files));
        router.push('/import');
      }
    } catch (error) {
      notify(`Nothing was taken. ${error instanceof Error ? error.message : String(error)}`, 'bad');
    }
  };
  return (
    // a convenience for the pointer; the import page has a button for files
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={css.drop}
      onDragEnter={(event) => {
        if (!hasFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (hasFiles(event)) event.preventDefault();
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        void drop(droppedFiles(event.dataTransfer.items));
      }}
    >
      {children}
      {over && <div className={css.over}>Drop to see what the files would change</div>}
    </div>
  );
}
