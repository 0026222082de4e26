import { useState, type DragEvent } from 'react';

/** One file may be dropped on an element; the page, which takes in what is dropped on it, hears nothing of that. */
export function useFileDrop(onFile: (file: File) => void) {
  const [over, setOver] = useState(false);
  const hold = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    over,
    handlers: {
      onDragEnter: (event: DragEvent) => {
        hold(event);
        setOver(true);
      },
      onDragOver: hold,
      onDragLeave: (event: DragEvent) => {
        hold(event);
        setOver(false);
      },
      onDrop: (event: DragEvent) => {
        hold(event);
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file) onFile(file);
      },
    },
  };
}
