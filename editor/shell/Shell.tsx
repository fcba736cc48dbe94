import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconApi, IconHome, IconRoute, IconSettings } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { forgetKey, hasKey } from '../api.ts';
import { KeyForm } from '../home/KeyForm.tsx';
import { LANGUAGES, type Language, useLanguage, useWords } from '../words.ts';
import './shell.css';
import { shellWords } from './words.ts';

/** The rail and the screen beside it; without a key, the question for one. */
export function Shell() {
  const words = useWords(shellWords);
  const [isOpen, setOpen] = useState(hasKey());
  return (
    <div className="shell">
      <a className="skip" href="#screen">
        {words.skip}
      </a>
      <nav className="rail" aria-label={words.product}>
        <span className="mark-of-product" aria-hidden="true" />
        <RailLink to="/" label={words.home}>
          <IconHome size={20} stroke={1.75} />
        </RailLink>
        <RailLink to="/flows" label={words.flows}>
          <IconRoute size={20} stroke={1.75} />
        </RailLink>
        <Tooltip label={words.api} position="right">
          <a className="rail-link" href="/api/docs" aria-label={words.api}>
            <IconApi size={20} stroke={1.75} />
          </a>
        </Tooltip>
        <span className="grow" />
        <Preferences isOpen={isOpen} onForget={() => setOpen(false)} />
      </nav>
      <main className="screen" id="screen" tabIndex={-1}>
        {isOpen ? <Outlet /> : <KeyForm problem={null} onEnter={() => setOpen(true)} />}
      </main>
    </div>
  );
}

function RailLink({ to, label, children }: { to: '/' | '/flows'; label: string; children: ReactNode }) {
  return (
    <Tooltip label={label} position="right">
      <Link
        className="rail-link"
        to={to}
        aria-label={label}
        activeOptions={{ exact: to === '/' }}
        activeProps={{ 'aria-current': 'page' }}
      >
        {children}
      </Link>
    </Tooltip>
  );
}

function Preferences({ isOpen, onForget }: { isOpen: boolean; onForget: () => void }) {
  const words = useWords(shellWords);
  const { language, speak } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = { auto: words.system, light: words.light, dark: words.dark };
  return (
    <Menu position="right-end" width={220} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={40} aria-label={`${words.look}, ${words.language}`}>
          <IconSettings size={20} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.look}</Menu.Label>
        {(['auto', 'light', 'dark'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme && '✓'}
          >
            {schemes[scheme]}
          </Menu.Item>
        ))}
        <Menu.Label>{words.language}</Menu.Label>
        {(Object.keys(LANGUAGES) as Language[]).map((tag) => (
          <Menu.Item key={tag} lang={tag} onClick={() => speak(tag)} rightSection={language === tag && '✓'}>
            {LANGUAGES[tag]}
          </Menu.Item>
        ))}
        {isOpen && (
          <>
            <Menu.Divider />
            <Menu.Item
              onClick={() => {
                forgetKey();
                onForget();
              }}
            >
              {words.forgetKey}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
