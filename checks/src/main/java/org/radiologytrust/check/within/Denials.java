package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds what sentences deny, by a negation or by calling an organ normal, and within what limits.
 */
public final class Denials {
  private static final String FILE = "denied.yaml";
  private static final int AROUND = 6;
  private static final int FAR = 10;
  private static final int FEW_PLACES = 2;
  private static final int BACK = 30;
  private static final int BEFORE_CUE = 4;
  private static final int FIRST_WORDS = 3;

  /** So many different words of a clinical note make a text one. */
  private static final int NOTE = 2;

  record Words(
      Set<String> neutral,
      @MayBeEmpty Set<String> limits,
      @MayBeEmpty Set<String> masked,
      @MayBeEmpty Set<String> otherwise,
      @MayBeEmpty Terms rest,
      @MayBeEmpty Terms described,
      @MayBeEmpty Set<String> nothing,
      @MayBeEmpty Set<String> definite,
      @MayBeEmpty Set<String> focal,
      @MayBeEmpty Terms spread,
      @MayBeEmpty List<String> acuteLimits,
      @MayBeEmpty Terms acute,
      @MayBeEmpty Set<String> acuteAnyway,
      @MayBeEmpty Terms degree,
      @MayBeEmpty Terms strong,
      @MayBeEmpty Terms old,
      @MayBeEmpty Set<String> everywhere,
      @MayBeEmpty List<List<String>> also,
      @MayBeEmpty Set<String> earlierStudy,
      @MayBeEmpty Terms clinicalNote,
      @MayBeEmpty Terms doubt,
      @MayBeEmpty List<List<String>> listed,
      @MayBeEmpty Set<String> or,
      @MayBeEmpty Terms alternative,
      @MayBeEmpty Set<String> lesser,
      @MayBeEmpty Terms excludable,
      @MayBeEmpty List<NormalStatements.Normal> normal,
      @MayBeEmpty Terms abnormality,
      @MayBeEmpty Terms normalStudy,
      @MayBeEmpty Terms partly,
      @MayBeEmpty List<NormalStatements.Whole> systems) {}

  private final Words words;
  private final Map<String, Set<String>> denies = new HashMap<>();
  private final Sides sides;
  private final Distinctions distinctions;
  private final NormalStatements normal;

  Denials(SiteFiles files, Distinctions distinctions) {
    words = files.words(FILE, new TypeReference<Words>() {});
    for (List<String> also : words.also()) {
      denies.put(also.get(0), Set.copyOf(also));
    }
    sides = new Sides(files);
    this.distinctions = distinctions;
    normal =
        new NormalStatements(
            sides,
            distinctions,
            words.doubt(),
            words.normal(),
            new NormalStatements.Systems(
                words.abnormality(),
                words.normalStudy(),
                words.partly(),
                words.acuteLimits().stream().limit(1).collect(Collectors.toSet()),
                words.systems()));
  }

  /**
   * Whether a report is about so many organs that a denial without a place may mean one of them.
   */
  public boolean manyPlaces(List<SentenceReading> statements) {
    Set<String> found = new HashSet<>();
    for (SentenceReading s : statements) {
      s.mentions(MentionKind.ANATOMY).forEach(m -> found.add(m.concept()));
    }
    return found.size() > FEW_PLACES;
  }

  /**
   * Whether a finding stands at a place that a denial without a place does not mean: any organ can
   * have a cyst.
   */
  private boolean elsewhere(Denial d, Mention m, Distinctions.Marks place) {
    return everywhere(m)
        && !place.sites().isEmpty()
        && d.marks().sites().isEmpty()
        && !Site.meet(place.sites(), d.nearby());
  }

  /**
   * Whether the sentences around two statements without a place are about two places, where a
   * report can have several of the finding.
   *
   * @param nearby as {@link #nearby} says of the sentence with the finding
   */
  boolean aroundApart(Denial d, Placed said, Set<Site> nearby) {
    return everywhere(said.mention())
        && said.place().sites().isEmpty()
        && d.marks().sites().isEmpty()
        && !nearby.isEmpty()
        && !d.nearby().isEmpty()
        && !Site.meet(nearby, d.nearby());
  }

  /** Whether a sentence asserts a finding so plainly that a negation contradicts it. */
  public boolean asserted(Mention m) {
    return m.present()
        && !near(words.old(), m, FAR)
        && !ofAnotherStudy(m.words())
        && !emptyLabel(m);
  }

  /** Whether a finding is a label with nothing behind it, or with a negation. */
  private boolean emptyLabel(Mention m) {
    WordTokens t = m.words();
    int next = m.last() + 1;
    if (next == t.size()) {
      return t.sentence().text().strip().endsWith(":");
    }
    return words.nothing().contains(t.word(next))
        && t.evidence(m.last(), next).value().contains(":");
  }

  Words words() {
    return words;
  }

  /** Whether a report can have several of a finding, in any organ. */
  public boolean everywhere(Mention m) {
    return words.everywhere().contains(m.family()) || words.everywhere().contains(m.concept());
  }

  /** Whether a finding is one that another sentence asserts, where there can be several. */
  boolean refersBack(Mention m) {
    return everywhere(m)
        && m.first() > 0
        && words.definite().contains(m.words().word(m.first() - 1));
  }

  /** Whether a sentence holds a finding possible, in this study. */
  boolean possible(Mention m) {
    return m.polarity() == Polarity.AFFIRMED
        && m.certainty() == Certainty.POSSIBLE
        && m.time() == MentionTime.NOW
        && !ofAnotherStudy(m.words());
  }

  /**
   * Whether a finding can be at another place than the one that a denial means.
   *
   * @param manyPlaces as {@link #manyPlaces} says of the report
   */
  public boolean apart(Denial d, Placed said, boolean manyPlaces) {
    Mention m = said.mention();
    boolean sides =
        d.side() != null
            && d.side() != Side.BOTH
            && (m.side() == null || m.side() == d.side().opposite());
    return sides
        || d.marks().apart(said.place())
        || said.place().lacks(d.marks())
        || manyPlaces && elsewhere(d, m, said.place());
  }

  /**
   * Whether a sentence of another section denies a finding by its own name, at the place where it
   * is asserted, or calls its organ normal.
   *
   * @param manyPlaces as {@link #manyPlaces} says of the report
   */
  boolean sameThing(Denial d, Placed said, boolean manyPlaces) {
    Set<Site> own = d.marks().sites();
    Set<Site> denied = own.isEmpty() ? d.nearby() : own;
    Set<Site> asserted = said.place().sites();
    boolean unplaced = denied.isEmpty() || asserted.isEmpty();
    return d.concept() == null
        || said.mention().concept().equals(d.concept())
            && (Site.meet(denied, asserted) || unplaced && !manyPlaces);
  }

  /** Whether all places of a finding lie in those that a denial names, as far as both name some. */
  static boolean within(Denial d, Placed said) {
    Set<Site> denied = d.marks().sites();
    return denied.isEmpty()
        || said.place().sites().stream().allMatch(site -> Site.meet(denied, Set.of(site)));
  }

  /**
   * Whether a sentence of the same section denies a finding by its own name at the very place where
   * it is asserted, or calls its organ normal in words that leave no room for it.
   */
  boolean samePlace(Denial d, Placed said) {
    Mention m = said.mention();
    Set<Site> denied = d.marks().sites();
    return d.concept() == null
        ? d.kind() == Denial.Kind.PLAIN
            || d.side() != null && d.side() != Side.BOTH && d.side() == m.side()
        : m.concept().equals(d.concept())
            && !denied.isEmpty()
            && denied.equals(said.place().sites());
  }

  boolean ofAnotherStudy(WordTokens t) {
    for (int i = 0; i < Math.min(t.size(), FIRST_WORDS); i++) {
      if (words.earlierStudy().contains(t.word(i))) {
        return true;
      }
    }
    return false;
  }

  /** The sentences that make statements about the images of this study. */
  public List<SentenceReading> statements(ReportReading r) {
    Set<String> signs = new HashSet<>();
    boolean sections = false;
    for (SentenceReading s : r.sentences()) {
      sections |= s.section() == Section.FINDINGS;
      if (signs.size() < NOTE) {
        words.clinicalNote().in(s.words()).forEach(hit -> signs.add(s.words().word(hit.first())));
      }
    }
    boolean other = !sections && signs.size() < NOTE;
    return r.sentences().stream()
        .filter(
            s ->
                s.section() == Section.FINDINGS
                    || s.section() == Section.IMPRESSION
                    || other && s.section() == Section.OTHER)
        .toList();
  }

  /** Whether a statement is what is denied, as far as finding and limits go. */
  public boolean meant(Denial d, Mention m) {
    return d.concepts().contains(m.concept())
        && (!d.degree() || near(words.strong(), m, AROUND))
        && !(d.focal() && near(words.spread(), m, AROUND))
        && d.limits().stream().allMatch(limit -> fits(limit, m));
  }

  private boolean fits(String limit, Mention m) {
    WordTokens t = m.words();
    for (int i = Math.max(0, m.first() - AROUND); i < Math.min(t.size(), m.last() + AROUND); i++) {
      if (t.word(i).equals(limit)) {
        return true;
      }
    }
    return words.acuteLimits().contains(limit)
        && (words.acuteAnyway().contains(m.concept()) || near(words.acute(), m, AROUND));
  }

  private static boolean near(Terms terms, Mention m, int reach) {
    return Window.around(m.words(), m.first(), m.last(), reach).inPart().has(terms);
  }

  /**
   * What a sentence denies.
   *
   * @param nearby as {@link #nearby} says of it
   */
  List<Denial> in(SentenceReading s, Set<Site> nearby) {
    List<Denial> found = new ArrayList<>();
    if (ofAnotherStudy(s.words())) {
      return found;
    }
    boolean[] named = named(s);
    boolean[] finding = Distinctions.findingWords(s);
    for (Mention m : s.mentions()) {
      Denial d =
          m.kind() == MentionKind.FINDING && m.absent()
              ? negated(s, nearby, m, named, finding)
              : null;
      if (d != null) {
        found.add(d);
      }
    }
    found.addAll(normal.in(s));
    return found;
  }

  /** The words of a sentence that name a side or a place. */
  boolean[] named(SentenceReading s) {
    @Nullable Side[] side = sides.in(s.words());
    boolean[] named = new boolean[side.length];
    for (int i = 0; i < side.length; i++) {
      named[i] = side[i] != null;
    }
    s.mentions(MentionKind.ANATOMY).forEach(m -> Arrays.fill(named, m.first(), m.last() + 1, true));
    distinctions.placeWords(s.words(), named);
    return named;
  }

  /**
   * The places that a sentence names, or else the sentence before it.
   *
   * @param before {@code null} for the first sentence
   */
  Set<Site> nearby(SentenceReading s, @Nullable SentenceReading before) {
    Set<Site> own = distinctions.sites(s);
    return own.isEmpty() && before != null ? distinctions.sites(before) : own;
  }

  private @Nullable Denial negated(
      SentenceReading s, Set<Site> nearby, Mention m, boolean[] named, boolean[] finding) {
    WordTokens t = s.words();
    int cue = s.scopes().negation(m.last());
    boolean behind = cue > m.last();
    int from = behind ? m.first() - AROUND : Math.max(cue, m.first() - BACK);
    for (int i = Math.max(0, Math.max(Math.min(cue, m.first()) - BEFORE_CUE, m.first() - BACK));
        i < m.first();
        i++) {
      if (words.otherwise().contains(t.word(i))) {
        return null;
      }
    }
    boolean one =
        everywhere(m) && words.described().anyIn(t)
            || Window.behind(t, m.last(), BACK).inPart().has(words.rest());
    if (one) {
      return null;
    }
    Set<String> limited = new HashSet<>();
    boolean large = false;
    boolean single = false;
    boolean own = true;
    for (int i = m.first() - 1; i >= 0 && i > from && t.part(i) == t.part(m.first()); i--) {
      if (words.masked().contains(t.word(i))) {
        return null;
      }
      boolean ofDegree = words.degree().at(t, i) != null;
      large |= ofDegree;
      own &= t.clause(i) == t.clause(m.first()) && !finding[i];
      single |= own && words.focal().contains(t.word(i));
      boolean neither = named[i] || ofDegree || words.neutral().contains(t.word(i));
      // "On further review, the effusion is not present" denies more than a further effusion
      if (own && !neither || !behind && words.limits().contains(t.word(i))) {
        limited.add(t.word(i));
      }
    }
    return new Denial(
        denies.getOrDefault(m.concept(), Set.of(m.concept())),
        m.concept(),
        Denial.Kind.NAMED,
        m.side(),
        limited,
        large,
        single,
        distinctions.of(m, finding),
        nearby,
        t,
        t.evidence(
            Math.min(Math.max(cue, from), m.first()),
            Math.max(s.scopes().negationEnd(m.last()), m.last())));
  }
}
