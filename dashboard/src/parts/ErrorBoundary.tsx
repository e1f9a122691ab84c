import {Component, type ReactNode} from 'react';
import {Notice} from './Notice.tsx';

type Props = {readonly children: ReactNode};
type Fault = {readonly error: Error | null};

/** Keeps a fault inside its own panel and says what it was. */
export class ErrorBoundary extends Component<Props, Fault> {
  override state: Fault = {error: null};

  static getDerivedStateFromError(error: Error): Fault {
    return {error};
  }

  override render(): ReactNode {
    const {error} = this.state;
    if (error === null) return this.props.children;

    return (
      <Notice kind="error" action={{label: 'Try again', run: () => this.setState({error: null})}}>
        This panel failed: {error.message}
      </Notice>
    );
  }
}
