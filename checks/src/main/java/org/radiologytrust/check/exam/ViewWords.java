package org.radiologytrust.check.exam;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Atoms;
import org.radiologytrust.text.words.Phrases;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Recognises in words how many projections were ordered or made. */
final class ViewWords {
  /** "3+ VIEWS" */
  private static final Pattern AT_LEAST = Pattern.compile("\\d ?\\+");

  private static final int MAX = 12;
  private static final int SINGLE_REACH = 3;

  /** "AP CHEST" */
  private static final int SHORT = 4;

  private record File(
      @Nullable Map<String, Integer> numbers,
      @Nullable List<String> views,
      @Nullable List<String> atLeastBefore,
      @Nullable List<String> atLeastBehind,
      @Nullable List<String> rangeBetween,
      @MayBeEmpty List<Terms> projections,
      @MayBeEmpty Terms twice,
      @MayBeEmpty Terms plural,
      @MayBeEmpty Terms single,
      @Nullable List<String> singleView,
      @MayBeEmpty Terms not,
      @MayBeEmpty Terms presents) {}

  private final Map<String, Integer> numbers;
  private final Set<String> views;
  private final Phrases atLeastBefore;
  private final Phrases atLeastBehind;
  private final Set<String> rangeBetween;
  private final File file;
  private final Set<String> singleView;

  ViewWords(SiteFiles files) {
    file = files.words("views.yaml", new TypeReference<File>() {});
    numbers = file.numbers() == null ? Map.of() : file.numbers();
    views = Phrases.words(file.views());
    atLeastBefore = new Phrases(SiteFiles.orEmpty(file.atLeastBefore()));
    atLeastBehind = new Phrases(SiteFiles.orEmpty(file.atLeastBehind()));
    rangeBetween = Phrases.words(file.rangeBetween());
    singleView = Phrases.words(file.singleView());
  }

  /** Whether a statement of findings or impression says which images were made. */
  boolean presents(WordTokens t) {
    return file.presents().anyIn(t);
  }

  /** What an order says; {@code null} if nothing. */
  @Nullable ViewCount ofOrder(String procedure) {
    ViewCount count = in(WordTokens.of(procedure), true);
    return count != null && AT_LEAST.matcher(procedure).find()
        ? new ViewCount(count.from(), ViewCount.MANY, count.first(), count.last())
        : count;
  }

  /**
   * What a sentence says; {@code null} if nothing.
   *
   * @param name whether it names the examination, so that "AP view" is the only view
   */
  @Nullable ViewCount in(WordTokens t, boolean name) {
    if (file.not().anyIn(t)) {
      return null;
    }
    ViewCount counted = counted(t);
    ViewCount projected = projected(t, name);
    if (counted == null || projected == null) {
      return counted == null ? projected : counted;
    }
    return new ViewCount(
        Math.min(counted.from(), projected.from()),
        Math.max(counted.to(), projected.to()),
        counted.first(),
        counted.last());
  }

  /** "2 views", "2-3 views", "3 or more views"; {@code null} also for two different numbers. */
  private @Nullable ViewCount counted(WordTokens t) {
    Atoms a = new Atoms(t);
    ViewCount found = null;
    for (int i = 1; i < a.size(); i++) {
      if (!views.contains(a.at(i))) {
        continue;
      }
      ViewCount count = before(a, i);
      if (count == null) {
        continue;
      }
      if (found != null && (found.from() != count.from() || found.to() != count.to())) {
        // "two views of the chest and three of the ribs"
        return new ViewCount(1, ViewCount.MANY, found.first(), count.last());
      }
      found = count;
    }
    return found;
  }

  private @Nullable ViewCount before(Atoms a, int view) {
    int n = view - 1;
    int more = 0;
    for (int k = n; k > 0 && k >= view - 2 && more == 0; k--) {
      more = atLeastBehind.endingAt(a, n);
    }
    n -= more;
    // "single frontal view", "two portable views"
    for (int k = 0; k < SINGLE_REACH && n > 0 && number(a, n) == 0 && isProjection(a, n); k++) {
      n--;
    }
    int value = number(a, n);
    if (value == 0) {
      return null;
    }
    int first = n;
    int from = value;
    if (number(a, n - 1) > 0 && a.together(n - 1, n)) {
      first = n - 1;
    } else if (rangeBetween.contains(a.at(n - 1)) && number(a, n - 2) > 0) {
      first = n - 2;
    }
    from = Math.min(value, number(a, first));
    boolean least = more > 0 || atLeastBefore.endingAt(a, first - 1) > 0;
    return new ViewCount(
        from, least ? ViewCount.MANY : Math.max(value, from), a.word(first), a.word(view));
  }

  private boolean isProjection(Atoms a, int i) {
    String atom = a.at(i);
    WordTokens word = WordTokens.of(atom);
    return word.size() == 1
        && (file.single().anyIn(word) || file.projections().stream().anyMatch(p -> p.anyIn(word)));
  }

  private int number(Atoms a, int i) {
    String atom = a.at(i);
    if (atom.length() <= 2 && !atom.isEmpty() && Character.isDigit(atom.charAt(0))) {
      int value = Integer.parseInt(atom);
      return value <= MAX ? value : 0;
    }
    return numbers.getOrDefault(atom, 0);
  }

  /** "PA and lateral", "AP view", "portable chest" */
  private @Nullable ViewCount projected(WordTokens t, boolean name) {
    Set<Integer> kinds = new HashSet<>();
    int first = -1;
    int last = -1;
    boolean only = false;
    for (int i = 0; i < t.size(); i++) {
      Terms.Hit one = file.single().at(t, i);
      int at = i;
      int kind =
          IntStream.range(0, file.projections().size())
              .filter(k -> file.projections().get(k).at(t, at) != null)
              .findFirst()
              .orElse(-1);
      if (one == null && kind < 0) {
        continue;
      }
      if (kind >= 0) {
        kinds.add(kind);
      }
      only |= one != null;
      first = first < 0 ? i : first;
      last = one == null ? i : one.last();
    }
    if (first < 0) {
      return null;
    }
    if (file.twice().anyIn(t)) {
      return new ViewCount(2, ViewCount.MANY, first, last);
    }
    if (kinds.size() > 1) {
      // a second oblique or lateral view is not named apart
      return new ViewCount(kinds.size(), kinds.size() == 2 ? 2 : kinds.size() + 2, first, last);
    }
    if (file.plural().anyIn(t)) {
      return null;
    }
    boolean oneView =
        only
            || name
                && (t.size() <= SHORT
                    || last + 1 < t.size() && singleView.contains(t.word(last + 1)));
    return oneView ? new ViewCount(1, 1, first, last) : null;
  }
}
