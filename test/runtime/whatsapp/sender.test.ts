import { readSender } from '@parley/runtime/whatsapp/sender.ts';
import { describe, expect, test } from 'vitest';

const ada = { profile: { name: 'One', username: '@ada.l' }, wa_id: '4915550001', user_id: 'DE.111' };
const bo = { profile: { name: 'Bo' }, wa_id: '4915550002' };
const senderOf = (message: Record<string, unknown>, contacts: unknown[] = []) =>
  readSender(message, contacts)?.sender;

describe('readSender', () => {
  test('number, user id, name and username of one person come together', () => {
    expect(senderOf({ from: '4915550001' }, [ada])).toEqual({
      waId: '4915550001',
      userId: 'DE.111',
      name: 'One',
      username: 'ada.l',
    });
  });

  test('of several contacts the one with the same number describes the sender', () => {
    expect(senderOf({ from: '4915550002' }, [ada, bo])).toEqual({ waId: '4915550002', name: 'Bo' });
  });

  test('of several contacts the one with the same user id describes the sender', () => {
    expect(senderOf({ from_user_id: 'DE.111' }, [bo, ada])).toMatchObject({
      name: 'One',
      waId: '4915550001',
    });
  });

  test('a contact that is somebody else does not lend its name', () => {
    expect(senderOf({ from: '4915559999' }, [ada])).toEqual({ waId: '4915559999' });
    expect(senderOf({ from: '4915559999' }, [ada, bo])).toEqual({ waId: '4915559999' });
  });

  test('a person who hides the number has a user id and no number', () => {
    const hidden = { profile: { name: 'One' }, user_id: 'DE.111', parent_user_id: 'DE.ENT.222' };
    expect(senderOf({ from_user_id: 'DE.111', from_parent_user_id: 'DE.ENT.222' }, [hidden])).toEqual({
      userId: 'DE.111',
      parentUserId: 'DE.ENT.222',
      name: 'One',
    });
  });

  test('without any id in the message the only contact says who it was', () => {
    expect(senderOf({}, [bo])).toEqual({ waId: '4915550002', name: 'Bo' });
  });

  test('a user id where the number used to be is a user id', () => {
    expect(senderOf({ from: 'US.13491208655302741918' })).toEqual({ userId: 'US.13491208655302741918' });
    expect(senderOf({ from: 'US.ENT.1181' })).toEqual({ parentUserId: 'US.ENT.1181' });
    expect(senderOf({}, [{ wa_id: 'US.1349' }])).toEqual({ userId: 'US.1349' });
  });

  test('a number is reduced to its digits', () => {
    expect(senderOf({ from: '+49 (155) 500-01' })).toEqual({ waId: '4915550001' });
    expect(senderOf({ from: 4915550001 })).toEqual({ waId: '4915550001' });
  });

  test('a name is one line of 60 characters at most, with no emoji cut in two', () => {
    const name = `  One\n\tof\u0000 ${'x'.repeat(49)}👋tail`;
    const kept = senderOf({ from: '1' }, [{ profile: { name } }])?.name;
    expect(kept).toBe(`One of ${'x'.repeat(49)}👋ta`);
    expect(senderOf({ from: '1' }, [{ profile: { name: `${'x'.repeat(59)}👋` } }])?.name).toBe(
      'x'.repeat(59),
    );
  });

  test('a name of nothing but spaces is no name', () => {
    expect(senderOf({ from: '1' }, [{ profile: { name: ' \n ' }, wa_id: '1' }])).toEqual({ waId: '1' });
  });

  test('the identity hash is kept', () => {
    expect(senderOf({ from: '1' }, [{ wa_id: '1', identity_key_hash: 'Q1==' }])).toMatchObject({
      identityHash: 'Q1==',
    });
  });

  test('the contacts entry of the sender is handed back for storage', () => {
    expect(readSender({ from: '4915550002' }, [ada, bo])?.contact).toBe(bo);
  });

  test.each([
    ['nothing at all', {}, []],
    ['empty ids', { from: '', from_user_id: ' ' }, []],
    ['a number without a digit', { from: '+-' }, []],
    ['contacts that cannot be read', {}, [null, 7, 'x', []]],
    ['two contacts and no id to choose by', {}, [ada, bo]],
    ['ids that are objects', { from: { id: '1' } }, []],
  ])('with %s nobody is known', (_, message, contacts) => {
    expect(readSender(message, contacts)).toBeNull();
  });
});
