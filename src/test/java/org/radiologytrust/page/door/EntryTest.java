package org.radiologytrust.page.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.radiologytrust.session.Right;

class EntryTest {
  private static Layout layout(Set<Right> rights, String path) {
    return new Layout("Quality", "quentin", rights, Preferences.chosen("dark", "on"), "", path, "");
  }

  private static List<String> paths(List<Entry.Target> pages) {
    return pages.stream().map(Entry.Target::path).toList();
  }

  @Test
  void whoMaySeeAllHasThreeEntries() {
    Layout layout = layout(EnumSet.allOf(Right.class), "/trial");
    assertEquals(
        List.of("Worklist", "Check a text", "Quality"),
        layout.entries().stream().map(Entry::words).toList());
    assertEquals(List.of("/quality", "/trial", "/pilot"), paths(layout.behind()));
  }

  @Test
  void anEntryLeadsToItsFirstPageThatIsAllowed() {
    Layout layout = layout(EnumSet.of(Right.PASS_ON, Right.SEE_TRIAL), "/duty");
    assertEquals("/duty", layout.first(Entry.WORKLIST));
    assertEquals("/trial", layout.first(Entry.QUALITY));
    assertEquals("/duty", layout.home());
    assertEquals(List.of("/duty"), paths(layout.behind()));
  }

  @Test
  void aReportIsBehindNoEntry() {
    assertEquals(List.of(), layout(EnumSet.allOf(Right.class), "/changes/5").behind());
  }
}
