package org.radiologytrust.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCheckerTest {
  private static final ReportChecker CHECKER = ReportChecker.create();
  private static final String CONTRADICTION =
      "FINDINGS:\nLarge left pleural effusion.\n\nIMPRESSION:\nRight pleural effusion.\n";

  private static Flag flag(Result result, String check) {
    return result.flags().stream().filter(f -> f.check().equals(check)).findFirst().orElseThrow();
  }

  /** What stands before and between moves the places and changes nothing else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "\uD83D\uDE00\uD83D\uDE00 %s",
        "\uFEFF%s",
        "\n\n \t \n%s",
        "HISTORY: Se\u0301rgio, \uD835\uDD4F-ray.\n%s",
        "HISTORY: Soft\u00ADhyphen.   \n\n\n\n%s"
      })
  void placesAreOffsetsOfTheTextAsItWasSent(String form) {
    for (String end : List.of("\n", "\r\n", "\r", "  \t\r\n")) {
      String text = form.formatted(CONTRADICTION).replace("\n", end);
      Flag flag = flag(CHECKER.check(text), "side-findings-impression");
      assertEquals("Right pleural effusion", flag.place().value());
      assertEquals("left pleural effusion", flag.against().value());
      assertEquals(text.indexOf("Right"), flag.place().span().start());
      assertEquals(text.indexOf("left pleural"), flag.against().span().start());
      assertEquals("Right pleural effusion", flag.place().span().in(text));
      assertEquals(Flag.Level.WARNING, flag.level());
    }
  }

  /** Words that an editor has wrapped keep their line end. */
  @Test
  void aPlaceMayGoOverALineEnd() {
    String text = CONTRADICTION.replace("Right pleural", "Right\r\n  pleural");
    Flag flag = flag(CHECKER.check(text), "side-findings-impression");
    assertEquals("Right\r\n  pleural effusion", flag.place().value());
    assertEquals(flag.place().value(), flag.place().span().in(text));
  }

  @Test
  void everyPlaceOfEveryExampleIsInItsText() throws IOException {
    int places = 0;
    try (Stream<Path> files = Files.list(Path.of("docs/examples"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
        String text = "\uD83E\uDE7B " + Files.readString(file).replace("\n", "\r\n");
        for (Flag flag : CHECKER.check(text).flags()) {
          for (Place place : List.of(flag.place(), flag.against())) {
            if (place.span() != null) {
              assertEquals(place.value(), place.span().in(text), file::toString);
              places++;
            }
          }
        }
      }
    }
    assertTrue(places > 10, "places: " + places);
  }

  @Test
  void aCheckWithoutItsInputIsNamed() {
    Result alone = CHECKER.check(CONTRADICTION);
    assertTrue(
        alone.notMade().contains(new Result.NotMade("side-order", "procedure in the order")),
        () -> alone.notMade().toString());
    assertTrue(alone.notMade().stream().anyMatch(n -> n.check().equals("age")));
    Context known =
        new Context(
            Context.Ordered.of("XR CHEST"),
            new Context.Subject(LocalDate.of(1970, 1, 1), Context.Sex.FEMALE),
            LocalDate.of(2026, 3, 12),
            List.of(new Context.Pictured("DX", "CHEST", "U", "PA")),
            List.of());
    assertEquals(List.of(), CHECKER.check(ReportText.of(CONTRADICTION), known).notMade());
  }

  @Test
  void whatIsKnownBesidesTheTextIsCompared() {
    Context known =
        new Context(
            Context.Ordered.of("XR KNEE LEFT"),
            new Context.Subject(LocalDate.of(1970, 1, 1), Context.Sex.MALE),
            LocalDate.of(2026, 3, 12),
            List.of(),
            List.of());
    String text =
        "EXAM: XR right knee.\nHISTORY: 23-year-old with pain.\nFINDINGS: No fracture. The uterus is"
            + " normal.";
    Result result = CHECKER.check(ReportText.of(text), known);
    assertEquals("XR KNEE LEFT", flag(result, "side-order").against().value());
    assertEquals("1970-01-01", flag(result, "age").against().value());
    assertEquals("birth date", flag(result, "age").against().source());
    assertEquals("uterus", flag(result, "sex-organ").place().value());
  }

  @Test
  void aMarkedSectionIsReadAsSuch() {
    String text = "Large left pleural effusion.\r\nRight pleural effusion.";
    assertEquals(List.of(), sideFlags(ReportText.of(text)));
    ReportText marked =
        new ReportText(
            text,
            List.of(
                new SectionMark(SectionMark.Section.IMPRESSION, text.indexOf("Right")),
                new SectionMark(SectionMark.Section.FINDINGS, 0)));
    assertEquals(List.of("side-findings-impression"), sideFlags(marked));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReportText("short", List.of(new SectionMark(SectionMark.Section.IMPRESSION, 9))));
  }

  private static List<String> sideFlags(ReportText text) {
    return CHECKER.check(text, Context.UNKNOWN).flags().stream()
        .map(Flag::check)
        .filter(id -> id.startsWith("side-"))
        .toList();
  }

  @Test
  void eachRuleHasATitleAndAnIdOfItsOwn() {
    List<Rule> rules = CHECKER.rules();
    assertEquals(rules.size(), rules.stream().map(Rule::id).distinct().count());
    for (Rule rule : rules) {
      assertFalse(rule.title().equals(rule.id()), rule.id() + " has no title");
    }
    Rule age = rules.stream().filter(r -> r.id().equals("age")).findFirst().orElseThrow();
    assertEquals(Set.of(Rule.Input.BIRTH_DATE, Rule.Input.STUDY_DATE), age.needs());
  }

  @Test
  void aCheckThatIsLeftOutDoesNotRun() {
    ReportChecker without =
        ReportChecker.builder().without("side-findings-impression", "age").build();
    assertEquals(CHECKER.rules().size() - 2, without.rules().size());
    Result result = without.check(CONTRADICTION);
    assertTrue(result.flags().isEmpty(), () -> result.flags().toString());
    assertTrue(result.notMade().stream().noneMatch(n -> n.check().equals("age")));
  }

  @Test
  void wordsOfOnesOwnReplaceTheShippedOnes(@TempDir Path folder) throws IOException {
    Path own = Files.createDirectories(folder.resolve("words/en")).resolve("doubled-words.yaml");
    Files.writeString(own, "fine: 3\n");
    WordListException wrong =
        assertThrows(WordListException.class, () -> ReportChecker.builder().words(folder).build());
    assertTrue(
        wrong.getMessage().startsWith("words/en/doubled-words.yaml line 1"), wrong::getMessage);
    for (ReportChecker.Builder builder :
        List.of(
            ReportChecker.builder().words(folder.resolve("none")),
            ReportChecker.builder().language("xx"),
            ReportChecker.builder().without("no-such-check"))) {
      assertThrows(WordListException.class, builder::build);
    }
  }

  @Test
  void aCheckThatHadNoTimeIsNamed() {
    ReportChecker hurried = ReportChecker.builder().time(Duration.ofNanos(1)).build();
    Result result = hurried.check(CONTRADICTION + "The bones are intact.\n".repeat(300));
    assertFalse(result.unfinished().isEmpty());
    assertTrue(
        result.unfinished().stream().allMatch(u -> u.reason() == Result.Reason.TIME),
        () -> result.unfinished().toString());
  }

  @Test
  void textThatWasNotReadIsNamed() {
    String text = "FINDINGS:\nClear lungs.\nDictated by Dr. X. Heart markedly enlarged";
    assertEquals(List.of("text in a line with a signature"), CHECKER.check(text).unread());
    assertEquals(List.of(), CHECKER.check("HISTORY: Cough.\nFINDINGS: Clear.").unread());
  }

  @Test
  void anEmptyTextHasNoFlags() {
    for (String text : List.of("", " \r\n\t", "\u0000")) {
      assertEquals(List.of(), CHECKER.check(text).flags());
    }
  }

  /** Flags every device that is named. */
  private static final class Devices implements ReportCheck {
    @Override
    public Rule rule() {
      return new Rule("device-named", "Device", Set.of());
    }

    @Override
    public List<Flag> check(Reading reading, Context context) {
      return reading.sentences().stream()
          .flatMap(s -> s.mentions().stream())
          .filter(m -> m.kind() == Reading.Kind.DEVICE)
          .map(m -> Place.in(reading.text(), m.span()))
          .map(at -> new Flag("device-named", Flag.Level.NOTE, at, at, "Name its position."))
          .toList();
    }
  }

  @Test
  void aCheckOfOnesOwnRunsWithTheOthers() {
    ReportChecker checker = ReportChecker.builder().with(new Devices()).build();
    assertEquals("device-named", checker.rules().get(CHECKER.rules().size()).id());
    String text = "\uD83D\uDE00\r\nFINDINGS:\r\nEndotracheal tube in place.";
    Flag flag = flag(checker.check(text), "device-named");
    assertEquals("Endotracheal tube", flag.place().span().in(text));
    assertThrows(
        WordListException.class,
        () -> ReportChecker.builder().with(new Devices()).with(new Devices()).build());
  }

  /** A fault of one takes nothing from the others. */
  @Test
  void aCheckOfOnesOwnThatFailsIsNamed() {
    Rule rule = new Rule("broken", "Broken", Set.of());
    List<List<Flag>> wrong =
        List.of(
            List.of(foreign("another", new Span(0, 1))),
            List.of(foreign("broken", new Span(0, 999))));
    for (List<Flag> flags : wrong) {
      ReportChecker checker =
          ReportChecker.builder()
              .with(
                  new ReportCheck() {
                    @Override
                    public Rule rule() {
                      return rule;
                    }

                    @Override
                    public List<Flag> check(Reading reading, Context context) {
                      return flags;
                    }
                  })
              .build();
      Result result = checker.check(CONTRADICTION);
      assertEquals(
          List.of(new Result.Unfinished("broken", Result.Reason.ERROR)), result.unfinished());
      assertEquals(
          List.of("side-findings-impression"), result.flags().stream().map(Flag::check).toList());
    }
  }

  private static Flag foreign(String id, Span span) {
    Place place = new Place("report", "x", span);
    return new Flag(id, Flag.Level.NOTE, place, place, "Do it.");
  }

  @Test
  void nothingOfAReportIsInADefaultText() {
    String canary = "CANARY";
    Place place = Place.in(canary, new Span(0, 6));
    Flag flag = new Flag("id", Flag.Level.NOTE, place, Place.field("sex", canary), canary);
    Context context =
        new Context(
            Context.Ordered.of(canary),
            new Context.Subject(LocalDate.EPOCH, null),
            null,
            List.of(),
            List.of(new Context.EarlierReport(LocalDate.EPOCH, "CT", canary)));
    for (Object value :
        List.of(
            place,
            flag,
            context,
            context.patient(),
            context.earlier(),
            ReportText.of(canary),
            new Reading(canary, List.of()),
            new Result(List.of(flag), List.of(), List.of(), List.of()))) {
      assertFalse(value.toString().contains(canary), value.getClass().getSimpleName());
      assertFalse(value.toString().contains("1970"), value.getClass().getSimpleName());
    }
  }
}
