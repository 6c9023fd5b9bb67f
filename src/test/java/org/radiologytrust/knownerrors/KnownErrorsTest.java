package org.radiologytrust.knownerrors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.SimpleCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.text.sections.Segmenter;

@Tag("safety")
class KnownErrorsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Words that stand in no report, so that the check template-left finds nothing. */
  static final String BLANK =
      """
      fields: [qqq]
      verbs: [qqq]
      defaults: [qqq]
      phrases: [qqq]
      choices: [qqq/qqq]
      grades: [qqq]
      units: [qqq]
      lengths: [qqq]
      """;

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();

  private KnownErrors looking(SiteFiles files, Checks checks) {
    return new KnownErrors(
        KnownError.load(files, checks.ids()),
        Segmenter.of(files),
        checks,
        new SteadyClock(clock, clock::nanos));
  }

  private SiteFiles own(String file, String text) throws IOException {
    Path words = Files.createDirectories(folder.resolve("words/en"));
    Files.writeString(words.resolve(file), text);
    return SiteFiles.in(folder);
  }

  /** What people are to be told; {@code null} for nothing. */
  private static @Nullable String look(KnownErrors known) {
    Exchange exchange = new DefaultExchange(new SimpleCamelContext());
    known.look(exchange);
    assertEquals(
        exchange.getMessage().getBody() == null,
        exchange.getMessage().getHeader("RtlAlarm") == null);
    return exchange.getMessage().getBody(String.class);
  }

  /** Also those that only ask now: a person may let them tell. */
  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void eachShippedErrorIsFoundByItsCheck(String language) {
    SiteFiles files = SiteFiles.shipped().language(language);
    Checks checks = new Checks(files);
    List<KnownError> all = KnownError.load(files, checks.ids());
    List<String> silent = new ArrayList<>();
    for (KnownError one : all) {
      if (checks.run(Segmenter.of(files).segment(one.audit())).results().stream()
          .noneMatch(r -> r.check().equals(one.check()))) {
        silent.add(one.check());
      }
    }
    assertEquals(List.of(), silent);
    if (language.equals("en")) {
      assertEquals(checks.ids(), all.stream().map(KnownError::check).toList());
    }
  }

  @Test
  void allChecksThatTellAreTriedAndNoOthers() {
    Checks checks = new Checks(SiteFiles.shipped());
    KnownErrors known = looking(SiteFiles.shipped(), checks);
    assertEquals(Map.of(), known.values(), "nothing is known before the first look");
    assertNull(look(known));
    assertEquals(
        checks.strengths().rows().stream()
            .filter(row -> row.strength() == CheckStrength.TELL)
            .map(StrengthRow::check)
            .toList(),
        List.copyOf(known.values().keySet()));
    assertTrue(known.values().values().stream().allMatch(value -> value == 0), known::toString);
    SelfCheckResult health = known.health();
    assertFalse(health.isBroken(), health.message());
    assertEquals("" + known.values().size(), health.details().get("found"));
    assertEquals("", health.details().get("withoutOne"));
  }

  @Test
  void aWordFileThatBlanksACheckIsNoticedAndToldOnce() throws IOException {
    SiteFiles files = own("placeholders.yaml", BLANK);
    KnownErrors known = looking(files, new Checks(files));
    String told = look(known);
    assertTrue(told.endsWith("known error: template-left (it flagged nothing)"), told);
    assertEquals(1, known.values().get("template-left"));
    assertEquals(1, known.values().values().stream().mapToInt(v -> v).sum(), known::toString);
    assertTrue(known.health().isBroken());
    assertTrue(known.health().message().contains("template-left"), known.health().message());
    clock.advance(Duration.ofMinutes(1));
    assertEquals(told, look(known), "until somebody was told");
    known.told();
    clock.advance(HOUR);
    assertNull(look(known));
    assertTrue(known.health().isBroken(), "it lasts, though it was told");
  }

  /** The strengths in the journal change while a node runs. */
  @Test
  void aLookFollowsTheTableOfStrengths() throws IOException {
    SiteFiles files = own("placeholders.yaml", BLANK);
    AtomicReference<String> table = new AtomicReference<>("");
    KnownErrors known = looking(files, new Checks(files).withTable(() -> Optional.of(table.get())));
    assertNotEquals(null, look(known));
    table.set("- {check: template-left, strength: quiet}\n- {check: denied, strength: tell}\n");
    clock.advance(HOUR.minusMinutes(1));
    look(known);
    assertTrue(known.health().isBroken(), "the next look is after an hour");
    clock.advance(Duration.ofMinutes(1));
    assertNull(look(known), "the alarm ends before it was told");
    assertFalse(known.health().isBroken());
    assertEquals(0, known.values().get("denied"));
    assertFalse(known.values().containsKey("template-left"));
  }

  @Test
  void aLanguageHasErrorsOfTheChecksWhoseWordsItHas() {
    SiteFiles german = SiteFiles.shipped().language("de");
    KnownErrors known = looking(german, new Checks(german));
    assertNull(look(known));
    assertEquals(5, known.values().size());
    List<String> without = List.of(known.health().details().get("withoutOne").split(", "));
    assertTrue(without.contains("birads-category") && !without.contains("age"), without::toString);
  }

  @Test
  void looksThatNobodyMakesAreNoticed() {
    KnownErrors known = looking(SiteFiles.shipped(), new Checks(SiteFiles.shipped()));
    assertFalse(known.health().isBroken(), "at the start");
    clock.advance(HOUR.multipliedBy(2).plusSeconds(1));
    assertTrue(known.health().isBroken());
    look(known);
    assertFalse(known.health().isBroken());
    clock.advance(HOUR.multipliedBy(2).plusSeconds(1));
    assertTrue(known.health().isBroken());
  }

  @Test
  void aLookThatFailsKeepsWhatWasKnown() {
    AtomicReference<Boolean> gone = new AtomicReference<>(false);
    Checks checks =
        new Checks(SiteFiles.shipped())
            .withTable(
                () -> {
                  if (gone.get()) {
                    throw new JournalException("the database is away", null);
                  }
                  return Optional.empty();
                });
    KnownErrors known = looking(SiteFiles.shipped(), checks);
    look(known);
    Map<String, Integer> values = known.values();
    gone.set(true);
    clock.advance(HOUR);
    assertThrows(JournalException.class, () -> look(known));
    assertEquals(values, known.values());
    assertFalse(known.health().isBroken());
    gone.set(false);
    clock.advance(Duration.ofMinutes(1));
    look(known);
    clock.advance(HOUR.multipliedBy(2).minusMinutes(1));
    assertFalse(known.health().isBroken(), "it was made up for");
  }

  @ParameterizedTest
  @CsvSource({
    "'- {check: sides, text: x}', known-errors.yaml: sides is no check",
    "'- {check: age, text: x, born: 1.2.1970}', 'known-errors.yaml: age: a day has the form'",
    "'- {check: age, text: x, sex: woman}', words/en/known-errors.yaml line 1",
    "'- {check: age}', words/en/known-errors.yaml line 1: 0/text is missing",
  })
  void aFileThatIsNotValidIsRefusedByName(String text, String message) throws IOException {
    SiteFiles files = own("known-errors.yaml", text);
    List<String> ids = List.of("age");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> KnownError.load(files, ids));
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
  }
}
