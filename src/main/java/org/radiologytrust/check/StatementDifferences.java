package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.Distinctions.Placed;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.Certainty;
import org.radiologytrust.text.CommunicationReader;
import org.radiologytrust.text.MeasuredThing;
import org.radiologytrust.text.MeasuredThings;
import org.radiologytrust.text.Measurement;
import org.radiologytrust.text.Measurement.Bound;
import org.radiologytrust.text.Measurement.Quantity;
import org.radiologytrust.text.Measurement.Time;
import org.radiologytrust.text.Mention;
import org.radiologytrust.text.MentionKind;
import org.radiologytrust.text.MentionTime;
import org.radiologytrust.text.Polarity;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.SentenceReading;
import org.radiologytrust.text.Side;
import org.radiologytrust.text.Terms;

/**
 * In what a later sentence contradicts an earlier one about the same finding at the same place.
 * Thread-safe.
 */
final class StatementDifferences {
  /** Bounds the work: a sentence with more is no ordinary one. */
  private static final int MAX_FINDINGS = 30;

  private record Words(List<String> another, List<String> otherStudy, List<String> asks) {}

  private final Denials denials;
  private final Distinctions distinctions;
  private final MeasuredThings things;
  private final CommunicationReader communications;
  private final Terms another;
  private final Terms otherStudy;
  private final Terms asks;

  /**
   * @throws IllegalArgumentException when a file is not valid
   */
  StatementDifferences(
      SiteFiles files, Denials denials, Distinctions distinctions, MeasuredThings things) {
    Words words = files.words("addenda.yaml", new TypeReference<Words>() {});
    this.denials = denials;
    this.distinctions = distinctions;
    this.things = things;
    communications = new CommunicationReader(files);
    another = Terms.of(words.another());
    otherStudy = Terms.of(words.otherStudy());
    asks = Terms.of(words.asks());
  }

  /** In what two sentences differ. */
  enum Difference {
    PRESENCE("one of the two asserts what the other denies"),
    SIDE("it names the other side"),
    SIZE("it gives another size"),
    CERTAINTY("one of the two holds only possible what the other says");

    private final String words;

    Difference(String words) {
      this.words = words;
    }

    /** Goes on from "An addendum changes this sentence: ". */
    String words() {
      return words;
    }
  }

  /**
   * What a sentence states.
   *
   * @param denied what it says is not there
   * @param sizes sizes of findings in this study
   * @param another whether it speaks of a further finding
   * @param otherStudy whether it tells of another study
   * @param aside whether it recommends something or says who was told. Such a sentence may call
   *     possible what is certain.
   */
  record Statement(
      SentenceReading sentence,
      List<Placed> findings,
      List<Denials.Denial> denied,
      List<MeasuredThing> sizes,
      boolean another,
      boolean otherStudy,
      boolean aside) {
    /** Adds the kinds of its findings. */
    void addFamilies(Set<String> families) {
      findings.forEach(p -> families.add(p.mention().family()));
    }
  }

  /** Reads the sentences of one report. */
  final class Reader {
    private final Map<Span, List<MeasuredThing>> sizes;
    private final Set<Span> told;

    private Reader(ReportReading r) {
      sizes =
          things.in(r).stream()
              .filter(StatementDifferences::comparable)
              .collect(Collectors.groupingBy(t -> t.sentence().sentence().span()));
      told =
          communications.read(r).stream()
              .map(communication -> communication.sentence().span())
              .collect(Collectors.toSet());
    }

    Statement statement(SentenceReading s) {
      Span span = s.sentence().span();
      return new Statement(
          s,
          distinctions
              .findings(s)
              .filter(p -> p.mention().kind() == MentionKind.FINDING)
              .limit(MAX_FINDINGS)
              .toList(),
          denials.in(s).stream().limit(MAX_FINDINGS).toList(),
          sizes.getOrDefault(span, List.of()).stream().limit(MAX_FINDINGS).toList(),
          another.anyIn(s.words()),
          otherStudy.anyIn(s.words()),
          told.contains(span) || asks.anyIn(s.words()));
    }
  }

  Reader reader(ReportReading r) {
    return new Reader(r);
  }

  /** Whether a size is one of a finding in this study, and not one that the sentence rejects. */
  private static boolean comparable(MeasuredThing thing) {
    Measurement m = thing.measurement();
    return m.quantity() == Quantity.LENGTH
        && !m.range()
        && !thing.organ()
        && m.time() == Time.NOW
        && thing.affirmed()
        && m.bound() != Bound.LESS
        && m.bound() != Bound.MORE
        && thing.sentence().scopes().polarity(m.first()) == Polarity.AFFIRMED;
  }

  /**
   * The earlier sentences that a later one changes.
   *
   * @param others further sentences of the report, which can show that more than one finding is
   *     meant
   * @param without families of findings that do not count
   */
  Map<Statement, Difference> of(
      Statement said, List<Statement> earlier, List<Statement> others, Set<String> without) {
    Map<Statement, Difference> found = new LinkedHashMap<>();
    if (said.otherStudy()) {
      return found;
    }
    List<Statement> all = new ArrayList<>(earlier);
    all.addAll(others);
    all.add(said);
    boolean manyPlaces = denials.manyPlaces(all.stream().map(Statement::sentence).toList());
    Predicate<Mention> counts = m -> !without.contains(m.family());
    for (Statement e : earlier) {
      Difference difference = presence(said, e, counts, manyPlaces);
      if (difference != null) {
        found.put(e, difference);
      }
    }
    for (Placed p : said.findings()) {
      if (counts.test(p.mention())) {
        side(p, said, earlier, others).forEach(e -> found.putIfAbsent(e, Difference.SIDE));
        certainty(p, said, earlier).forEach(e -> found.putIfAbsent(e, Difference.CERTAINTY));
      }
    }
    for (MeasuredThing thing : said.sizes()) {
      size(thing, said, earlier).ifPresent(e -> found.putIfAbsent(e, Difference.SIZE));
    }
    return found;
  }

  private @Nullable Difference presence(
      Statement said, Statement earlier, Predicate<Mention> counts, boolean manyPlaces) {
    Difference found = contradiction(said, earlier, counts, manyPlaces);
    return found == null ? contradiction(earlier, said, counts, manyPlaces) : found;
  }

  private @Nullable Difference contradiction(
      Statement denying, Statement asserting, Predicate<Mention> counts, boolean manyPlaces) {
    Difference found = null;
    for (Placed p : asserting.findings()) {
      boolean certain = denials.asserted(p.mention());
      boolean stated = certain || !asserting.aside() && denials.possible(p.mention());
      boolean contradicts =
          stated
              && counts.test(p.mention())
              && denying.denied().stream()
                  .anyMatch(d -> denials.meant(d, p.mention()) && !denials.apart(d, p, manyPlaces));
      if (contradicts && certain) {
        return Difference.PRESENCE;
      }
      found = contradicts ? Difference.CERTAINTY : found;
    }
    return found;
  }

  /** The sentences that put a finding on the other side, if all that name it do. */
  private List<Statement> side(
      Placed p, Statement said, List<Statement> earlier, List<Statement> others) {
    Mention m = p.mention();
    boolean one =
        oneSide(m)
            && denials.asserted(m)
            && !said.another()
            && stated(said, m).allMatch(other -> other.mention().side() == m.side());
    boolean severalAnywhere =
        Stream.concat(earlier.stream(), others.stream())
            .flatMap(e -> stated(e, m))
            .anyMatch(other -> other.mention().side() == Side.BOTH);
    if (!one || severalAnywhere || earlier.stream().anyMatch(e -> hasOn(e, m, m.side()))) {
      return List.of();
    }
    return earlier.stream()
        .filter(
            e ->
                stated(e, m)
                    .anyMatch(
                        other ->
                            other.mention().side() == m.side().opposite()
                                && other.mention().certainty() == Certainty.CERTAIN
                                && !other.place().apart(p.place())))
        .toList();
  }

  private static boolean oneSide(Mention m) {
    return m.side() == Side.LEFT || m.side() == Side.RIGHT;
  }

  private static boolean hasOn(Statement e, Mention m, Side side) {
    return stated(e, m).anyMatch(other -> other.mention().side() == side);
  }

  /** The places where a sentence holds the same finding for there or possible, now. */
  private static Stream<Placed> stated(Statement e, Mention m) {
    return e.findings().stream()
        .filter(other -> other.mention().concept().equals(m.concept()))
        .filter(other -> other.mention().polarity() == Polarity.AFFIRMED)
        .filter(other -> other.mention().time() == MentionTime.NOW)
        .filter(other -> other.mention().certainty() != Certainty.ASKED);
  }

  /** The sentences that hold possible what this one asserts, or the reverse, if all do. */
  private List<Statement> certainty(Placed p, Statement said, List<Statement> earlier) {
    Mention m = p.mention();
    boolean certain = denials.asserted(m);
    if (said.aside() || !certain && !denials.possible(m)) {
      return List.of();
    }
    List<Placed> same =
        Stream.concat(Stream.of(said), earlier.stream())
            .flatMap(e -> stated(e, m))
            .filter(other -> other.mention() != m)
            .toList();
    boolean others =
        same.stream()
            .filter(other -> other.mention().words() != m.words())
            .anyMatch(other -> other.mention().certainty() == m.certainty());
    boolean own =
        same.stream()
            .filter(other -> other.mention().words() == m.words())
            .anyMatch(other -> other.mention().certainty() != m.certainty());
    if (others || own) {
      return List.of();
    }
    return earlier.stream()
        .filter(e -> !e.aside())
        .filter(
            e ->
                stated(e, m)
                    .anyMatch(
                        other ->
                            (certain
                                    ? denials.possible(other.mention())
                                    : denials.asserted(other.mention()))
                                && sidesAgree(m, other.mention())
                                && !other.place().apart(p.place())))
        .toList();
  }

  private static boolean sidesAgree(Mention a, Mention b) {
    return a.side() == null || b.side() == null || a.side() == b.side();
  }

  /** The sentence that gives the only finding that can be meant another size. */
  private Optional<Statement> size(MeasuredThing thing, Statement said, List<Statement> earlier) {
    List<MeasuredThing> own = sizes(said, thing).toList();
    List<Statement> possible =
        earlier.stream()
            .filter(e -> sizes(e, thing).anyMatch(t -> mayBe(said, thing, e, t)))
            .toList();
    if (own.size() != 1 || said.another() || possible.size() != 1) {
      return Optional.empty();
    }
    List<MeasuredThing> sizes =
        sizes(possible.get(0), thing).filter(t -> mayBe(said, thing, possible.get(0), t)).toList();
    boolean differs =
        sizes.size() == 1 && !SizeValues.agree(sizes.get(0).measurement(), thing.measurement());
    return differs ? Optional.of(possible.get(0)) : Optional.empty();
  }

  private static Stream<MeasuredThing> sizes(Statement e, MeasuredThing thing) {
    return e.sizes().stream().filter(t -> t.family().equals(thing.family()));
  }

  private static boolean mayBe(
      Statement said, MeasuredThing a, Statement earlier, MeasuredThing b) {
    return a.mayBe(b)
        && place(said, a)
            .flatMap(one -> place(earlier, b).map(other -> !one.place().apart(other.place())))
            .orElse(true);
  }

  private static Optional<Placed> place(Statement s, MeasuredThing thing) {
    return s.findings().stream().filter(p -> p.mention() == thing.mention()).findFirst();
  }
}
