package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.radiologytrust.settings.Settings;

class AskTest {
  private static Ask ask(Map<String, String> own) {
    return Ask.of(Settings.load(null, Map.of(), own));
  }

  @Test
  void theListIsTheDefault() {
    assertEquals(Ask.LIST, ask(Map.of()));
    assertEquals(Ask.EACH, ask(Map.of("rtl.audit.ask", "each")));
    assertThrows(Settings.Wrong.class, () -> ask(Map.of("rtl.audit.ask", "both")));
  }

  @Test
  void eachWayRunsStepsOfItsOwn() {
    assertEquals(List.of("claims", "findings", "alignment", "blank", "rewrite"), running(Ask.LIST));
    assertEquals(
        List.of("claims", "findings", "question", "blank-question", "rewrite"), running(Ask.EACH));
    for (String step : running(Ask.LIST)) {
      assertEquals(step, Ask.LIST.step(step));
    }
    assertEquals(
        running(Ask.EACH), running(Ask.LIST).stream().map(Ask.EACH::step).toList(), "in its place");
  }

  private static List<String> running(Ask way) {
    return StepList.all().stream().map(Step::name).filter(way::runs).toList();
  }
}
