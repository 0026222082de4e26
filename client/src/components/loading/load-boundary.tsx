import { Component, createContext, type ReactNode } from 'react';
import { Failure } from '../../api/failure.js';
import { ProblemNote } from '../problem-note.js';
import { Waiting } from './waiting.js';

interface LoadBoundaryProps {
  children: ReactNode;
  /** Another place is tried anew. */
  at?: string;
  /** Shown while the code is on its way. */
  waiting?: ReactNode;
}

/** What is shown while code is on its way. */
export const MeanwhileContext = createContext<ReactNode>(null);

/**
 * Waits for code that `lazily` loads. Where a server was updated the old code is gone from it, and loading the page
 * again brings the new: that is offered once for the same code, since a second time it would change nothing.
 */
export class LoadBoundary extends Component<LoadBoundaryProps, { failed: unknown }> {
  override state: { failed: unknown } = { failed: null };

  static getDerivedStateFromError(failed: unknown): { failed: unknown } {
    return { failed };
  }

  override componentDidUpdate({ at }: LoadBoundaryProps): void {
    if (at !== this.props.at && this.state.failed !== null) this.setState({ failed: null });
  }

  override render(): ReactNode {
    const { failed } = this.state;
    const { children, waiting = <Waiting /> } = this.props;
    if (failed === null) return <MeanwhileContext value={waiting}>{children}</MeanwhileContext>;
    if (!(failed instanceof Failure && failed.code === 'not_loaded')) throw failed;
    return <ProblemNote failure={failed} {...(wasReloaded() ? {} : { retry: reload })} />;
  }
}

const RELOADED = 'keepsake.reloaded';

/** Its name tells one build from another. */
function entry(): string {
  return document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? '';
}

function wasReloaded(): boolean {
  try {
    return sessionStorage.getItem(RELOADED) === entry();
  } catch {
    return true;
  }
}

function reload(): void {
  sessionStorage.setItem(RELOADED, entry());
  location.reload();
}
