import type { WebNeeds } from '../needs.ts';
import { addressConfirmedPage, confirmAddressPage } from '../pages/me/addresses.ts';
import { forMembersForm, inWords, readForm, refused, seeOther, show } from '../respond.ts';
import type { App } from '../session.ts';
import { tooMany } from './home.ts';
import { showSettings } from './settings.ts';

/** Further addresses of a member: added and removed by them, confirmed by whoever reads the mail. */
export const addAddresses = (app: App, needs: WebNeeds): void => {
  const { membership, community } = needs;
  app.post(
    '/me/addresses/add',
    forMembersForm(needs, async (context, visitor, form) => {
      const typed = form.get('address') ?? '';
      const added = await membership.addAddress({ member: visitor.member.id, address: typed });
      if (added.ok) return seeOther(context, '/me/settings?done=address#addresses');
      const { error } = added;
      if (error.code === 'membership.too_many_requests') return tooMany(context, needs, error.until);
      if (error.code === 'membership.no_member') return refused(context, needs, error.code);
      return showSettings(context, needs, { visitor, address: { typed, problem: inWords(error.code) }, code: error.code });
    }),
  );

  app.post(
    '/me/addresses/remove',
    forMembersForm(needs, async (context, { member }, form) => {
      const removed = await membership.removeAddress({ member: member.id, address: form.get('address') ?? '' });
      return removed.ok ? seeOther(context, '/me/settings?done=address_removed#addresses') : refused(context, needs, removed.error.code);
    }),
  );

  // Programs that check mails open every link, so only the button does something.
  app.get('/confirm-address', async (context) => {
    const token = context.req.query('token') ?? '';
    const seen = await membership.lookAtAddress({ token });
    return seen.ok
      ? show(context, needs, confirmAddressPage({ token, address: seen.value, community: community.name }))
      : refused(context, needs, seen.error.code);
  });

  app.post('/confirm-address', async (context) => {
    const form = await readForm(context);
    if (form === undefined) return refused(context, needs, 'http.not_a_form');
    const confirmed = await membership.confirmAddress({ token: form.get('token') ?? '' });
    return confirmed.ok ? show(context, needs, addressConfirmedPage(community.name)) : refused(context, needs, confirmed.error.code);
  });
};
