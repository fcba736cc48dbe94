import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Home } from '../home/Home.tsx';
import { FlowList } from './FlowList.tsx';
import { Shell } from './Shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: Home });
const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });
const flows = createRoute({ getParentRoute: () => root, path: '/flows', component: FlowList });

/** The canvas and the language of flows are most of the app's weight: fetched when a flow is opened. */
const flow = createRoute({
  getParentRoute: () => root,
  path: '/flows/$id/edit',
  component: lazyRouteComponent(() => import('../flow/FlowScreen.tsx'), 'FlowScreen'),
});

export const router = createRouter({ routeTree: root.addChildren([home, flows, flow]) });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
