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

interface Bucket {
  left: number;
  at: number;
  /** A flood goes on, and was told of. */
  isTold: boolean;
}

/** Says which messages of a flood are taken, by who sends them and then by their crowd: a bridge has one. */
export class FloodGate {
  private readonly people = new Map<string, Bucket>();
  private readonly crowds = new Map<Crowd, Bucket>();

  /** Asked first, and of whoever comes: it costs nothing. @param now in milliseconds */
  ofOne(account: string, now: number): Verdict {
    const own = this.own(account, now);
    this.people.delete(account);
    this.people.set(account, own);
    if (this.people.size > MOST_PEOPLE) this.people.delete(this.people.keys().next().value!);
    return take(own, own, now, OF_ONE);
  }

  /** Asked of what `ofOne` takes. Whoever is paired is told themselves, any other crowd once. */
  ofCrowd(crowd: Crowd, account: string, now: number): Verdict {
    const measure = crowd === 'stranger' ? OF_STRANGERS : OF_CROWD;
    const bucket = this.crowds.get(crowd) ?? full(measure, now);
    this.crowds.set(crowd, bucket);
    return take(bucket, crowd === 'paired' ? this.own(account, now) : bucket, now, measure);
  }

  private own(account: string, now: number): Bucket {
    return this.people.get(account) ?? full(OF_ONE, now);
  }
}

type Measure = typeof OF_ONE;

const full = ({ most }: Measure, at: number): Bucket => ({ left: most, at, isTold: false });

/** @param teller of which flood it is told */
function take(bucket: Bucket, teller: Bucket, now: number, { most, aSecond }: Measure): Verdict {
  const seconds = Math.max(0, now - bucket.at) / 1000;
  bucket.left = Math.min(most, bucket.left + seconds * aSecond);
  bucket.at = now;
  // A flood is over when half of what may come at once may come again.
  if (bucket.left >= most / 2) bucket.isTold = false;
  if (bucket.left >= 1) {
    bucket.left--;
    return 'taken';
  }
  if (teller.isTold) return 'left';
  teller.isTold = true;
  return 'first';
}
