import { Bucket, Buckets, type Measure } from './buckets.js';

/** Whose messages are bounded together: no crowd takes the room of another. `code`: strangers who bring what looks like one. */
export type Crowd = 'paired' | 'room' | 'code' | 'stranger';

/** `first` is the first that is not taken, of which somebody may be told. */
export type Verdict = 'taken' | 'first' | 'left';

/** So many messages may come at once, of one person and of each crowd, and so many a second in the long run. */
const OF_ONE = { most: 40, aSecond: 1 };
const OF_CROWD = { most: 500, aSecond: 50 };
/** What they are told costs more than what they say, and others wait for it. */
const OF_STRANGERS = { most: 100, aSecond: 10 };
/** People who are remembered: those who were quiet longest are forgotten. */
const MOST_PEOPLE = 10_000;

/** Says which messages of a flood are taken, by who sends them and then by their crowd: a bridge has one. */
export class FloodGate {
  private readonly people = new Buckets(OF_ONE, MOST_PEOPLE);
  private readonly crowds = new Map<Crowd, Bucket>();
  /** Of whose flood somebody was told, and it goes on. */
  private readonly told = new WeakSet<Bucket>();

  /** Asked first, and of whoever comes: it costs nothing. @param now in milliseconds */
  ofOne(account: string, now: number): Verdict {
    const own = this.people.of(account, now);
    return this.take(own, own, now, OF_ONE);
  }

  /** Asked of what `ofOne` takes. Whoever is paired is told themselves, any other crowd once. */
  ofCrowd(crowd: Crowd, account: string, now: number): Verdict {
    const measure = crowd === 'stranger' ? OF_STRANGERS : OF_CROWD;
    const bucket = this.crowds.get(crowd) ?? new Bucket(measure, now);
    this.crowds.set(crowd, bucket);
    return this.take(bucket, crowd === 'paired' ? this.people.of(account, now) : bucket, now, measure);
  }

  /** @param teller of which flood it is told */
  private take(bucket: Bucket, teller: Bucket, now: number, { most }: Measure): Verdict {
    // A flood is over when half of what may come at once may come again.
    if (bucket.fill(now) >= most / 2) this.told.delete(bucket);
    if (bucket.take(now)) return 'taken';
    if (this.told.has(teller)) return 'left';
    this.told.add(teller);
    return 'first';
  }
}
