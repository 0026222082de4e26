/** So many messages may come at once, of one person and of all, and so many a second in the long run. */
const OF_ONE = { most: 40, aSecond: 1 };
const OF_ALL = { most: 500, aSecond: 50 };
/** People who are remembered: those who were quiet longest are forgotten. */
const MOST_PEOPLE = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/** Says which messages of a flood are taken: a bridge has one. */
export class FloodGate {
  private readonly people = new Map<string, Bucket>();
  private readonly all: Bucket = { left: OF_ALL.most, at: 0 };

  /**
   * @param now in milliseconds
   * @returns what becomes of a message: `first` is the first that is not taken, of which somebody may be told
   */
  take(account: string, now: number): 'taken' | 'first' | 'left' {
    const own = this.people.get(account) ?? { left: OF_ONE.most, at: now };
    this.people.delete(account);
    this.people.set(account, own);
    if (this.people.size > MOST_PEOPLE) this.people.delete(this.people.keys().next().value!);
    const had = own.left;
    fill(own, now, OF_ONE);
    fill(this.all, now, OF_ALL);
    if (own.left >= 1 && this.all.left >= 1) {
      own.left--;
      this.all.left--;
      return 'taken';
    }
    // It is below nothing until it is filled again, so that one line is told of one flood.
    if (had < 0 || own.left < 0) return 'left';
    own.left = -1;
    return 'first';
  }
}

function fill(bucket: Bucket, now: number, { most, aSecond }: { most: number; aSecond: number }): void {
  const seconds = Math.max(0, now - bucket.at) / 1000;
  bucket.left = Math.min(most, bucket.left + seconds * aSecond);
  bucket.at = now;
}
