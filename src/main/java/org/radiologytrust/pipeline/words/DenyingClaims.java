package org.radiologytrust.pipeline.words;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.NarrowerFindings;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Tells which claims state an absence or that something is normal, and which findings on the image
 * contradict a claim. Where the words leave the scope open, it is wide: support that is taken back
 * by mistake is a question, support that is given by mistake is none. The words are those of
 * normal.yaml, and of the files that the checks read. Thread-safe.
 */
public final class DenyingClaims {
  private static final String FILE = "normal.yaml";

  /** Words of one stem share at least so many letters: "scoliosis", "scoliotic". */
  private static final int STEM = 5;

  private record Words(
      Terms normal,
      @MayBeEmpty Terms everything,
      @MayBeEmpty Terms aspects,
      @MayBeEmpty Terms others,
      @MayBeEmpty Terms acute,
      @MayBeEmpty Terms old,
      @MayBeEmpty Terms degree,
      @MayBeEmpty Terms slight,
      @MayBeEmpty Map<String, Set<String>> apart) {}

  private final Words words;
  private final NarrowerFindings narrower;
  private final ReportReader reader;
  private final Anatomy anatomy;
  private final Sides sides;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public DenyingClaims(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
    narrower = new NarrowerFindings(files);
    reader = new ReportReader(files);
    anatomy = Anatomy.of(files);
    sides = new Sides(files);
    words
        .apart()
        .forEach(
            (place, others) -> {
              anatomy.site(FILE, place);
              anatomy.sites(FILE, others);
            });
  }

  /** Whether a claim states an absence, or that something is normal. */
  public boolean denies(Claim claim) {
    SentenceReading r = reader.read(claim.section(), claim.text());
    return claim.type() == ClaimType.ABSENCE || !affirmed(r) || words.normal().anyIn(r.words());
  }

  /** Whether no word is denied. */
  private static boolean affirmed(SentenceReading r) {
    return IntStream.range(0, r.words().size())
        .allMatch(i -> r.scopes().polarity(i) == Polarity.AFFIRMED);
  }

  /**
   * Which findings of a model contradict a claim: what a denial denies, or, for a claim that puts a
   * finding on one side, the same finding where the model names it on the other side alone.
   *
   * @param named the findings that claims of the report affirm, by {@link #affirms}: they are not
   *     what "otherwise normal" means
   */
  public List<Finding> contradicting(Claim claim, List<Finding> findings, Set<Finding> named) {
    SentenceReading r = reader.read(claim.section(), claim.text());
    if (!denies(claim)) {
      List<Finding> same = findings.stream().filter(f -> states(claim, r, seen(f))).toList();
      return same.stream().allMatch(f -> otherSide(r.words(), seen(f).read.words()))
          ? same
          : List.of();
    }
    boolean others = words.others().anyIn(r.words());
    return findings.stream()
        .filter(f -> !others || !named.contains(f))
        .filter(f -> inScope(claim, r, seen(f)))
        .toList();
  }

  /** Those of these findings that a claim says are there. */
  public Stream<Finding> affirms(Claim claim, List<Finding> findings) {
    SentenceReading r = reader.read(claim.section(), claim.text());
    return findings.stream().filter(f -> affirms(claim, r, seen(f)));
  }

  /**
   * What a model says of a finding.
   *
   * @param what its description
   * @param read the same with the place
   * @param present the findings of findings.yaml that it names
   */
  private record Seen(
      SentenceReading what, SentenceReading read, Set<Site> sites, List<Mention> present) {
    boolean any(Predicate<Mention> which) {
      return present.stream().anyMatch(which);
    }
  }

  private Seen seen(Finding finding) {
    SentenceReading what = reader.read(Section.FINDINGS, finding.description());
    SentenceReading all =
        reader.read(Section.FINDINGS, finding.description() + ", " + finding.location());
    List<Mention> present =
        what.mentions(MentionKind.FINDING).filter(m -> m.polarity() == Polarity.AFFIRMED).toList();
    return new Seen(what, all, places(all, present), present);
  }

  /**
   * The narrowest places that the words name, and those where such a finding always or mostly is.
   */
  private Set<Site> places(SentenceReading r, List<Mention> present) {
    Set<Site> places = sites(r);
    for (Mention m : present) {
      Anatomy.Home home = anatomy.home(m.concept());
      if (home.always()) {
        places.removeIf(place -> !Site.meet(Set.of(place), home.sites()));
      }
      if (places.isEmpty() || Site.meet(places, home.sites())) {
        places.addAll(home.sites());
      }
    }
    return places.stream()
        .filter(p -> places.stream().noneMatch(other -> !other.equals(p) && other.isIn(p)))
        .collect(Collectors.toSet());
  }

  /** The places that a text names, but not within the name of a finding ("heart failure"). */
  private Set<Site> sites(SentenceReading r) {
    return r.mentions(MentionKind.ANATOMY)
        .filter(
            place ->
                r.mentions(MentionKind.FINDING)
                    .noneMatch(f -> f.first() <= place.last() && place.first() <= f.last()))
        .map(m -> anatomy.site(m.concept()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private boolean inScope(Claim claim, SentenceReading r, Seen seen) {
    WordTokens said = seen.read.words();
    boolean other =
        saysNothing(seen)
            || affirms(claim, r, seen)
            || otherSide(r.words(), said)
            || words.acute().anyIn(r.words()) && words.old().anyIn(said)
            || words.degree().anyIn(r.words()) && words.slight().anyIn(said);
    boolean named =
        r.mentions(MentionKind.FINDING)
            .anyMatch(m -> denied(claim, m) && seen.any(f -> related(m, f)));
    return !other
        && (named && place(r, seen, (place, at) -> true)
            || deniesAll(claim, r) && place(r, seen, (place, at) -> !apart(place, at))
            || (seen.present.isEmpty() || unknown(claim, r)) && sharesStem(r, seen.what));
  }

  /** A model may list what is normal or absent, although it is asked not to. */
  private boolean saysNothing(Seen seen) {
    return seen.present.isEmpty()
        && (!affirmed(seen.read) || words.normal().anyIn(seen.read.words()));
  }

  private boolean affirms(Claim claim, SentenceReading r, Seen seen) {
    return r.mentions(MentionKind.FINDING)
        .anyMatch(m -> !denied(claim, m) && seen.any(f -> f.family().equals(m.family())));
  }

  /** Whether a claim says that this finding, or a kind of it, is there. */
  private boolean states(Claim claim, SentenceReading r, Seen seen) {
    return r.mentions(MentionKind.FINDING)
        .anyMatch(m -> !denied(claim, m) && seen.any(f -> related(m, f)));
  }

  /**
   * Whether a claim denies a finding that it names. A quote of an absence may lack the negation.
   */
  private static boolean denied(Claim claim, Mention m) {
    return m.polarity() != Polarity.AFFIRMED || claim.type() == ClaimType.ABSENCE;
  }

  /** Whether the two are one finding, or one is a kind of the other. */
  private boolean related(Mention a, Mention b) {
    return narrower.of(a.concept()).contains(b.concept())
        || narrower.of(b.concept()).contains(a.concept());
  }

  private boolean otherSide(WordTokens claim, WordTokens finding) {
    Set<Side> some = sides(claim);
    Set<Side> others = sides(finding);
    return some.size() == 1
        && others.equals(Set.of(some.iterator().next().opposite()))
        && !some.contains(Side.BOTH);
  }

  private Set<Side> sides(WordTokens t) {
    return Arrays.stream(sides.in(t)).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** Whether a claim says that its place, or the whole image, is normal or has no abnormality. */
  private boolean deniesAll(Claim claim, SentenceReading r) {
    if (words.aspects().anyIn(r.words())) {
      return false;
    }
    return words.normal().in(r.words()).stream()
            .anyMatch(hit -> r.scopes().polarity(hit.first()) == Polarity.AFFIRMED)
        || words.everything().in(r.words()).stream()
            .anyMatch(
                hit ->
                    r.scopes().polarity(hit.last()) != Polarity.AFFIRMED
                        || claim.type() == ClaimType.ABSENCE);
  }

  /**
   * Whether a finding can be at a place that the claim names, if it names one.
   *
   * @param means whether the claim, about its place, means the finding's too, which is a part of it
   */
  private boolean place(SentenceReading r, Seen seen, BiPredicate<Site, Site> means) {
    Set<Site> claimed = sites(r);
    return claimed.isEmpty()
        || seen.sites.isEmpty()
        || claimed.stream()
            .anyMatch(
                place ->
                    seen.sites.stream().anyMatch(at -> place.meets(at) && means.test(place, at)));
  }

  private boolean apart(Site place, Site at) {
    return words.apart().getOrDefault(place.id(), Set.of()).stream()
        .anyMatch(id -> at.within().contains(id));
  }

  /** Whether a claim denies something that the word lists do not know. */
  private boolean unknown(Claim claim, SentenceReading r) {
    return r.mentions(MentionKind.FINDING).noneMatch(m -> denied(claim, m))
        && !words.everything().anyIn(r.words());
  }

  private boolean sharesStem(SentenceReading claim, SentenceReading finding) {
    Set<String> stems = stems(claim);
    return stems(finding).stream().anyMatch(stems::contains);
  }

  /** The stems of the words that name neither a place nor a side. */
  private Set<String> stems(SentenceReading r) {
    WordTokens t = r.words();
    return IntStream.range(0, t.size())
        .filter(i -> t.word(i).length() >= STEM && sides.in(t)[i] == null)
        .filter(
            i ->
                r.mentions(MentionKind.ANATOMY)
                    .noneMatch(place -> place.first() <= i && i <= place.last()))
        .mapToObj(i -> t.word(i).substring(0, STEM))
        .collect(Collectors.toSet());
  }
}
