import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unflatten } from '../../../lib/mail/index.ts'
import { placesExpected, placesOf, type Told, toldIn } from './outline.ts'

const said = (author: string, depth: number, gist: string, ...words: string[]): Told => ({ author, depth, gist, words })

// Invented; each in the form of some mailer, its lines joined by spaces.
const pastes: Record<string, { readonly text: string; readonly told: readonly Told[] }> = {
  'marks touch the text, a footer of majordomo, signed with a first name': {
    text: 'On Mon, Mar 02, 2020 at 10:00:00AM +0100, Bob Baker wrote: > On 03/01/2020 09:00 AM, Ann Archer wrote: > >+struct widget_caps { > >+ __u32 count; > > Name the unit of this field, since nobody will know it later. > > >+}; > > And what happens when a widget goes away while the guest is looking, > does it see the old count? It does, until it asks again. That is meant, and I would rather not change it. > Then say so in the header, please. Done. Ann. -- To unsubscribe from this list: send the line "unsubscribe widgets" in the body of a message to majordomo@example.org More majordomo info at http://example.org/majordomo-info.html',
    told: [
      said('Ann Archer', 2, 'a structure', 'widget_caps', '__u32 count'),
      said('Bob Baker', 1, 'name the unit', 'unit of this field'),
      said('Ann Archer', 2, 'its end', '};'),
      said('Bob Baker', 1, 'what if one goes away', 'goes away', 'old count?'),
      said('Ann Archer', 0, 'it sees the old', 'until it asks again'),
      said('Bob Baker', 1, 'write it down', 'in the header'),
      said('Ann Archer', 0, 'did so', 'Done.'),
    ],
  },
  'marks set apart, blank lines as marks alone, nothing tells who answers': {
    text: 'On Tue, 3 Mar 2020, Cyd Carter wrote: > On Mon, Mar 02, 2020 at 10:00:00AM +0100, Bob Baker wrote: > > The flag tells whether the host clears pages before the guest gets > > them back. Every host since the second release does it. > > > > I would drop the flag and take it for granted from now on. > > A guest that checks for the flag would then stop to use the balloon, > because it takes a missing flag for a missing feature. Only those that were built before the flag was optional. > Does anybody still run those? No. > > We did that once with the clock flag and nobody was hurt by it.',
    told: [
      said('Bob Baker', 2, 'drop the flag', 'second release', 'for granted'),
      said('Cyd Carter', 1, 'guests check for it', 'balloon', 'missing feature'),
      said('?', 0, 'only old ones', 'was optional'),
      said('Cyd Carter', 1, 'any left?', 'still run'),
      said('?', 0, 'none', 'No.'),
      said('Bob Baker', 2, 'it went well once', 'clock flag'),
    ],
  },
  'marks without spaces, a depth that nobody is named for, a page around it': {
    text: '[Date Prev][Date Next][Thread Prev][Thread Next][Date Index][Thread Index] Re: [widgets] Who clears the pages\nOn 03.03.2020, at 08:11, Cyd Carter wrote: > > On 02.03.2020, at 12:38, Bob Baker wrote: > >>> Does every host clear them before the guest gets them back again, or is >>> that left to the guest? >> >> Every host has done so since the second release, as far as I remember it. > > Then write it into the contract, and nobody needs to ask about it again.\nI will. Dan',
    told: [
      said('?', 3, 'who clears', 'left to the guest'),
      said('Bob Baker', 2, 'the host', 'second release'),
      said('Cyd Carter', 1, 'make it a contract', 'contract'),
      said('Dan', 0, 'will do', 'I will.'),
    ],
  },
}

describe.each(Object.entries(pastes))('%s', (_name, { text, told: expected }) => {
  const told = toldIn(text)

  test('who says it, how deep', () => {
    expect(told.map(({ author, depth }) => `${depth} ${author}`)).toEqual(expected.map(({ author, depth }) => `${depth} ${author}`))
  })

  test('what is said there and nowhere else', () => {
    expect(placesOf(expected, told)).toEqual(placesExpected(expected))
  })
})

describe('unflatten', () => {
  test('what was put back is said to be inferred', () => {
    const flat = pastes['marks set apart, blank lines as marks alone, nothing tells who answers']
    expect(toldIn(flat?.text ?? '').every(({ inferred }) => inferred)).toBe(true)
  })

  test('takes the subject from the furniture of a page', () => {
    expect(unflatten('[Date Prev][Date Next][Thread Prev][Thread Next] Re: [widgets] Pages\nYes.\n')).toEqual({
      text: 'Yes.\n',
      inferred: [],
      subject: 'Re: [widgets] Pages',
    })
  })

  test('leaves a text as it is that was not joined', () => {
    const text = 'On Mon, 2 Mar 2020, Bob Baker wrote:\n> On Sun, 1 Mar 2020, Ann Archer wrote:\n> > May we?\n>\n> No.\n\nPity.\n'
    expect(unflatten(text)).toEqual({ text, inferred: [] })
  })

  test('loses no word, whatever comes', () => {
    const piece = fc.constantFrom(
      ...[
        '> ',
        '>> ',
        '>',
        '>text ',
        'Words of a line that is as long as lines are wont to be, or so. ',
        'wrote: ',
        'On Mon, 2 Mar 2020, Bob Baker wrote: ',
        'No. ',
        '\n',
        '-- ',
        '>= ',
        '-> ',
      ],
      ...['>>> On 26.09.14 at 15:24, <a@b> wrote: ', 'Really? Yes ', '; ', 'To unsubscribe from this list: send the line "x" ', '_______ ', 'Dan'],
    )
    const words = (text: string) => text.replace(/[>\s]+/g, '')
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join('')),
        (text) => {
          const rebuilt = unflatten(text)
          expect(words(rebuilt.text)).toBe(words(text))
          for (const [first, last] of rebuilt.inferred) expect(first <= last && last <= rebuilt.text.split('\n').length).toBe(true)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
