package org.radiologytrust.rehearse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.CheckSwitch;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.rehearsal.DataKind;
import org.radiologytrust.journal.rehearsal.Signature;
import org.radiologytrust.journal.rehearsal.Signature.Counts;
import org.radiologytrust.journal.rehearsal.Signature.Rehearsed;

@Tag("safety")
class SignedFilesTest {
  private static final String SIDES = "words/en/sides.yaml";
  private static final String TABLE = "words/en/tables/own.yaml";

  @TempDir Path folder;

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private CheckData files() {
    return data(Map.of());
  }

  private CheckData data(Map<String, CheckSwitch> switches) {
    return new CheckData(SiteFiles.in(folder), CheckSettings.of(switches));
  }

  private Signature signed(DataKind kind) {
    return signed(kind, files());
  }

  private static Signature signed(DataKind kind, CheckData data) {
    Map<String, String> texts = data.texts(kind);
    return new Signature(
        1,
        new Rehearsed(kind, DataFiles.sha256(kind, texts), "0.2.0", new Counts(9, 0, 0, 0), texts),
        "ann",
        Instant.parse("2026-11-30T10:00:00Z"));
  }

  private static State state(SignedFiles signed, String name) {
    return signed.states().stream()
        .filter(state -> state.peer().equals(name))
        .map(SelfCheckResult::state)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whereNobodySignedTheFoldersFilesAreUsedAndItSaysSo() throws Exception {
    write(SIDES, "folder");
    SignedFiles files = SignedFiles.of(files(), Map.of(), false);
    assertEquals("folder", files.data().files().text(SIDES));
    assertEquals(State.OK, state(files, "signed-words"));
    assertTrue(files.states().get(0).message().startsWith("signed by nobody"));
  }

  @Test
  void signedFilesStayWhateverBecomesOfTheFolder() throws Exception {
    write(SIDES, "signed");
    write(TABLE, "signed table");
    write("check/strengths.yaml", "strengths");
    Map<DataKind, Signature> last = Map.of(DataKind.WORDS, signed(DataKind.WORDS));
    assertEquals(State.OK, state(SignedFiles.of(files(), last, false), "signed-words"));

    write(SIDES, "unsigned");
    write("words/en/tables/other.yaml", "unsigned table");
    write("check/strengths.yaml", "other strengths");
    Files.delete(folder.resolve(TABLE));
    SignedFiles held = SignedFiles.of(files(), last, false);
    assertEquals("signed", held.data().files().text(SIDES));
    assertEquals(List.of(TABLE), held.data().files().ownWords("tables"));
    assertEquals("signed table", held.data().files().text(TABLE));
    assertEquals(Set.of(SIDES, TABLE), held.data().files().ownTexts(List.of("words")).keySet());
    assertEquals(State.WARNING, state(held, "signed-words"));
    assertTrue(held.states().get(0).message().contains("were signed on 2026-11-30"));
    // the other kind was never signed
    assertEquals("other strengths", held.data().files().text("check/strengths.yaml"));
    assertEquals(State.OK, state(held, "signed-strengths"));

    SignedFiles used = SignedFiles.of(files(), last, true);
    assertEquals("unsigned", used.data().files().text(SIDES));
    assertEquals(State.WARNING, state(used, "signed-words"));
  }

  @Test
  void shippedFilesStandForOwnOnesThatWereNotSigned() throws Exception {
    Map<DataKind, Signature> none = Map.of(DataKind.WORDS, signed(DataKind.WORDS));
    String shipped = SiteFiles.shipped().text(SIDES);
    write(SIDES, "unsigned");
    assertEquals(shipped, SignedFiles.of(files(), none, false).data().files().text(SIDES));
    assertEquals(
        shipped,
        SignedFiles.of(new CheckData(SiteFiles.shipped(), CheckSettings.ALL_ON), none, false)
            .data()
            .files()
            .text(SIDES));
  }

  @Test
  void aSignatureOfStrengthsCoversTheSettingsOfChecks() throws Exception {
    write("words/en/sides.yaml", "folder");
    Map<String, CheckSwitch> quiet =
        Map.of("size", CheckSwitch.QUIET, "denied", CheckSwitch.TELL, "unit", CheckSwitch.ON);
    Map<DataKind, Signature> last =
        Map.of(DataKind.STRENGTHS, signed(DataKind.STRENGTHS, data(quiet)));
    SignedFiles same = SignedFiles.of(data(quiet), last, false);
    assertEquals(State.OK, state(same, "signed-strengths"));
    assertEquals(quiet, same.data().settings().switches());

    CheckData other = data(Map.of("size", CheckSwitch.OFF));
    SignedFiles held = SignedFiles.of(other, last, false);
    assertEquals(State.WARNING, state(held, "signed-strengths"));
    assertEquals(
        Map.of("size", CheckSwitch.QUIET, "denied", CheckSwitch.TELL),
        held.data().settings().switches());
    assertEquals(other.settings().time(), held.data().settings().time());
    assertEquals(Map.of(), held.data().files().ownTexts(List.of("check")), "it is no file");
    assertEquals(other, SignedFiles.of(other, last, true).data());

    // signed with all of them on: a switch of later waits
    Map<DataKind, Signature> on = Map.of(DataKind.STRENGTHS, signed(DataKind.STRENGTHS));
    assertEquals(Map.of(), SignedFiles.of(other, on, false).data().settings().switches());
    // another kind says nothing of them
    Map<DataKind, Signature> words = Map.of(DataKind.WORDS, signed(DataKind.WORDS));
    assertEquals(other.settings(), SignedFiles.of(other, words, false).data().settings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"size=loud\n", "size\n", "age=off\n", "age=ask\n"})
  void switchesThatAreNotValidCannotBeSigned(String text) {
    assertThrows(
        IllegalArgumentException.class,
        () -> files().holding(DataKind.STRENGTHS, Map.of("check/settings", text)));
  }

  @Test
  void theHashIsOfNamesAndTexts() {
    String hash = DataFiles.sha256(DataKind.WORDS, Map.of("words/a", "1", "words/b", "2"));
    assertNotEquals(hash, DataFiles.sha256(DataKind.WORDS, Map.of("words/a", "2", "words/b", "1")));
    assertNotEquals(hash, DataFiles.sha256(DataKind.WORDS, Map.of("words/a", "1")));
    assertNotEquals(hash, DataFiles.sha256(DataKind.STRENGTHS, Map.of("words/a", "1")));
    assertFalse(hash.isEmpty());
  }
}
