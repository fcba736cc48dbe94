import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Broken } from './Broken.tsx';
import { NoPage } from './NoPage.tsx';
import { Shell } from './Shell.tsx';

const Home = lazyRouteComponent(() => import('../home/Home.tsx'), 'Home');

const root = createRootRoute({ component: Shell, notFoundComponent: NoPage });
const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });
const flows = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  component: lazyRouteComponent(() => import('./FlowList.tsx'), 'FlowList'),
});

/** Which session of a conversation is to be seen on the canvas, or that the problems are to be seen at once. */
function shownIn({ conversation, session, show }: Record<string, unknown>): {
  conversation?: string;
  session?: string;
  show?: 'problems';
} {
  if (show === 'problems') return { show };
  return typeof conversation === 'string' && typeof session === 'string' ? { conversation, session } : {};
}

/** The canvas and the language of flows are most of the app's weight: fetched when a flow is opened. */
const flow = createRoute({
  getParentRoute: () => root,
  path: '/flows/$id/edit',
  component: lazyRouteComponent(() => import('../flow/FlowScreen.tsx'), 'FlowScreen'),
  validateSearch: shownIn,
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  component: lazyRouteComponent(() => import('../inbox/InboxScreen.tsx'), 'InboxScreen'),
});
/** The inbox stays where it is, and opens this one in itself. */
const conversation = createRoute({ getParentRoute: () => inbox, path: '$id' });

const numbers = createRoute({
  getParentRoute: () => root,
  path: '/numbers',
  component: lazyRouteComponent(() => import('../numbers/NumbersScreen.tsx'), 'NumbersScreen'),
});
const number = createRoute({
  getParentRoute: () => root,
  path: '/numbers/$id',
  component: lazyRouteComponent(() => import('../numbers/NumberScreen.tsx'), 'NumberScreen'),
});
const notices = createRoute({
  getParentRoute: () => root,
  path: '/notices',
  component: lazyRouteComponent(() => import('../numbers/NoticesScreen.tsx'), 'NoticesScreen'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('../people/PeopleScreen.tsx'), 'PeopleScreen'),
});
const teams = createRoute({
  getParentRoute: () => root,
  path: '/teams',
  component: lazyRouteComponent(() => import('../people/TeamsScreen.tsx'), 'TeamsScreen'),
});
const keys = createRoute({
  getParentRoute: () => root,
  path: '/keys',
  component: lazyRouteComponent(() => import('../people/KeysScreen.tsx'), 'KeysScreen'),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  component: lazyRouteComponent(() => import('../people/AuditScreen.tsx'), 'AuditScreen'),
});
const profile = createRoute({
  getParentRoute: () => root,
  path: '/profile',
  component: lazyRouteComponent(() => import('../people/ProfileScreen.tsx'), 'ProfileScreen'),
});

const contacts = createRoute({
  getParentRoute: () => root,
  path: '/contacts',
  component: lazyRouteComponent(() => import('../contacts/ContactsScreen.tsx'), 'ContactsScreen'),
});
const prices = createRoute({
  getParentRoute: () => root,
  path: '/prices',
  component: lazyRouteComponent(() => import('../prices/PricesScreen.tsx'), 'PricesScreen'),
});
const broadcasts = createRoute({
  getParentRoute: () => root,
  path: '/broadcasts',
  component: lazyRouteComponent(() => import('../broadcasts/BroadcastsScreen.tsx'), 'BroadcastsScreen'),
});
const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  component: lazyRouteComponent(() => import('../templates/TemplatesScreen.tsx'), 'TemplatesScreen'),
});
const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$id',
  component: lazyRouteComponent(() => import('../templates/TemplateScreen.tsx'), 'TemplateScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    inbox.addChildren([conversation]),
    numbers,
    number,
    notices,
    people,
    teams,
    keys,
    audit,
    profile,
    flows,
    flow,
    contacts,
    prices,
    broadcasts,
    templates,
    template,
  ]),
  defaultErrorComponent: Broken,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
