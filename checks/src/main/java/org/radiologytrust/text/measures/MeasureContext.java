package org.radiologytrust.text.measures;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Measurement.Bound;
import org.radiologytrust.text.words.Measurement.Role;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Decides from the words around a value how exact it is, of which examination, and of what. */
final class MeasureContext {
  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");
  private static final int DIRECT = 2;
  private static final int NEAR = 3;
  private static final int FAR = 6;

  private final MeasureWords words;
  private final Trends trends;

  MeasureContext(SiteFiles files, MeasureWords words) {
    this.words = words;
    trends = new Trends(files, words);
  }

  /**
   * The words of a value.
   *
   * @param first first word
   * @param last last word
   * @param after last word of the value before it; -1 if there is none
   * @param before first word of the next value; the number of words if there is none
   */
  record Place(WordTokens t, int first, int last, int after, int before) {
    boolean sameClause(int i) {
      return t.clause(i) == t.clause(i < first ? first : last);
    }
  }

  Bound bound(Place p) {
    // an arrow ("5 mm -> 8 mm") is no bound
    String sign = p.first() == 0 ? "" : p.t().gap(p.first()).replaceAll("[-=]>", "");
    if (sign.contains("<") || sign.contains("≤")) {
      return Bound.LESS;
    }
    if (sign.contains(">") || sign.contains("≥")) {
      return Bound.MORE;
    }
    if (hitBefore(p, words.less(), DIRECT)) {
      return Bound.LESS;
    }
    if (hitBefore(p, words.more(), DIRECT)) {
      return Bound.MORE;
    }
    if (hitBefore(p, words.upTo(), FAR)) {
      return Bound.UP_TO;
    }
    return hitBefore(p, words.about(), NEAR) ? Bound.ABOUT : Bound.EXACT;
  }

  Role role(Place p) {
    if (hitAfter(p, words.notFindingAfter(), NEAR)
        || hitBefore(p, words.notFindingBefore(), NEAR)) {
      return Role.TECHNICAL;
    }
    int next = p.last() + 1;
    Terms.Hit after =
        next < p.before() && p.sameClause(next) ? words.distanceAfter().at(p.t(), next) : null;
    boolean away = after != null && after.last() + 1 != p.before();
    boolean rough = hitBefore(p, words.about(), 1) && hitBefore(p, words.distanceBefore(), DIRECT);
    return away || rough || hitBefore(p, words.distanceBefore(), 1) ? Role.DISTANCE : Role.SIZE;
  }

  /** The examination that a value is of; {@code null} if no word says so. */
  @Nullable Time time(Place p) {
    for (int distance = 1; distance <= FAR; distance++) {
      int before = p.first() - distance;
      int after = p.last() + distance;
      Time behind = reachesBehind(p, after) ? timeAt(p, after) : null;
      Time ahead = before > p.after() && reaches(p, before) ? timeBefore(p, before) : null;
      if (ahead != null || behind != null) {
        return ahead != null ? ahead : behind;
      }
    }
    return null;
  }

  private @Nullable Time timeAt(Place p, int i) {
    boolean year =
        words.yearAfter().contains(p.t().word(i))
            && i + 1 < p.before()
            && YEAR.matcher(p.t().word(i + 1)).matches();
    return year || words.earlierAfter().at(p.t(), i) != null
        ? Time.EARLIER
        : words.now().at(p.t(), i) != null ? Time.NOW : null;
  }

  /** Whether no other value, clause or verb is between the value and a word behind it. */
  private boolean reachesBehind(Place p, int i) {
    if (i >= p.before() || !p.sameClause(i)) {
      return false;
    }
    for (int k = p.last() + 1; k < i; k++) {
      if (words.ends().contains(p.t().word(k))) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Time timeBefore(Place p, int i) {
    Terms.Hit earlier = words.earlierBefore().at(p.t(), i);
    if (earlier != null && earlier.last() < p.first()) {
      return Time.EARLIER;
    }
    Terms.Hit current = words.now().at(p.t(), i);
    return current != null && current.last() < p.first() ? Time.NOW : null;
  }

  /** Whether nothing between a word before the value and the value ends its reach. */
  private boolean reaches(Place p, int i) {
    // "Prior: 12 mm", but not "6 mm now, 9 mm"
    boolean label =
        i + 1 == p.first() && (p.after() < 0 || p.t().clause(p.after()) != p.t().clause(i));
    if (!p.sameClause(i) && !label) {
      return false;
    }
    for (int k = i + 1; k < p.first(); k++) {
      if (words.ends().contains(p.t().word(k)) && words.earlierBefore().at(p.t(), i) == null) {
        return false;
      }
    }
    return true;
  }

  /** "was 8 mm": of an earlier examination if the sentence has another value. */
  boolean past(Place p) {
    return hitBefore(p, words.past(), DIRECT);
  }

  /** Whether words of a change are before a place: then "from 8 to 12 mm" is no range. */
  boolean changeBefore(WordTokens t, int place) {
    return trends.before(t, place);
  }

  boolean from(WordTokens t, int place) {
    return place > 0 && words.from().contains(t.word(place - 1));
  }

  boolean to(WordTokens t, int place) {
    return place > 0 && words.to().contains(t.word(place - 1));
  }

  private boolean hitBefore(Place p, Terms terms, int reach) {
    for (int i = p.first() - 1; i > p.after() && i >= p.first() - reach - 2; i--) {
      Terms.Hit hit = p.sameClause(i) ? terms.at(p.t(), i) : null;
      if (hit != null && hit.last() < p.first() && p.first() - hit.last() <= reach) {
        return true;
      }
    }
    return false;
  }

  private boolean hitAfter(Place p, Terms terms, int reach) {
    for (int i = p.last() + 1; i < p.before() && i <= p.last() + reach; i++) {
      if (p.sameClause(i) && terms.at(p.t(), i) != null) {
        return true;
      }
    }
    return false;
  }
}
