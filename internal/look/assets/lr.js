// Starts what a page can do better with script. Every page works without it.
import DS from './design-system.js';

const all = (selector, start) => document.querySelectorAll(selector).forEach(start);
const { CharacterCount, Checkboxes, HideThisPage, MobileTable, NotificationMessage, SiteNavigation, skipLinks } = DS.components;

// Each kind by name and not DS.initAll(), which also starts the tracking of clicks.
all('[data-module="ds-character-count"]', (e) => new CharacterCount(e).init());
all('[data-module="ds-checkboxes"]', (e) => new Checkboxes(e).init());
all('[data-module="ds-mobile-navigation-menu"]', (e) => new SiteNavigation(e).init());
all('[data-module="ds-notification-message"]', (e) => new NotificationMessage(e).init());
all('.ds_hide-page', (e) => new HideThisPage(e).init());
all('table[data-smallscreen]', (e) => new MobileTable(e).init());
skipLinks.init();

// Only now, so that a page whose script failed keeps its open menu.
document.documentElement.classList.add('js-enabled');

// Counts words as they are typed: those on this page and those elsewhere in the
// same text. The page says how many were saved; this goes on from there.
all('[data-words-elsewhere]', (told) => {
  const fields = [...document.querySelectorAll('textarea')];
  const count = () => {
    const here = fields.reduce((n, f) => n + (f.value.match(/\S+/g) || []).length, 0);
    const n = Number(told.dataset.wordsElsewhere) + here;
    const budget = Number(told.dataset.wordsBudget);
    const over = n > budget ? ' That is more than suggested: is there something the decision can do without?' : '';
    told.textContent = `${n.toLocaleString('en-GB')} of about ${budget.toLocaleString('en-GB')} words in the whole report.${over}`;
  };
  fields.forEach((f) => f.addEventListener('input', count));
});

const faults = document.querySelector('.ds_error-summary');
if (faults) {
  document.title = `Error: ${document.title}`;
  faults.focus();
}

// Words that go into another form are copied at a press.
if (navigator.clipboard) all('.lr-copy', (e) => {
  const words = e.querySelector('textarea');
  if (!words.value) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ds_button ds_button--secondary ds_button--small';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy: ${e.querySelector('label').firstChild.textContent}`);
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(words.value);
    button.textContent = 'Copied';
  });
  words.before(button);
});

// A second press within ten seconds sends nothing; the button stays in its
// place and its value is still sent the first time.
const answer = 10_000;
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < answer) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = Date.now();
  const button = event.submitter;
  button?.setAttribute('aria-disabled', 'true');
  setTimeout(() => button?.removeAttribute('aria-disabled'), answer);
});

// Back in the browser shows the page as it was left: let it be sent again.
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  all('form[data-sent]', (form) => delete form.dataset.sent);
  all('[aria-disabled="true"]', (button) => button.removeAttribute('aria-disabled'));
});
