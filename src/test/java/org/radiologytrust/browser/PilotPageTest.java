package org.radiologytrust.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.quality.Readings.Source;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.pilot.PilotSite;

/** An acceptance in a real browser: it is begun, read with the three keys, and accepted. */
@Tag("peers")
class PilotPageTest {
  @TempDir Path folder;

  @Test
  void axeFindsNothingFromTheBeginningToTheAcceptedResult() throws Exception {
    try (PilotSite site = new PilotSite();
        Chromium chromium = Chromium.forPeople(folder)) {
      site.reports("size", "unit");
      Tab tab = chromium.person().tab();
      tab.call("Network.enable");
      tab.call("Network.setExtraHTTPHeaders", "headers", Map.of("User", PageServer.LEAD));
      tab.open(site.server().origin() + "/pilot");
      tab.waitFor("document.querySelector('form[action=\"/pilot\"]')");
      axe(tab);
      tab.evaluate("document.querySelector('form[action=\"/pilot\"]').requestSubmit(); 0");
      tab.waitFor("document.body.innerText.includes('0 of 20 flags are read')");
      axe(tab);

      tab.open(site.server().origin() + "/quality/read");
      for (String key : List.of("3", "u", "1")) {
        tab.waitFor("document.querySelector('.verdicts')");
        String last = tab.evaluate("document.querySelector('[name=given]').value").asText();
        tab.key(key);
        tab.waitFor("document.querySelector('[name=given]').value !== '" + last + "'");
      }
      axe(tab);
      assertEquals(1, site.journal().readings().progress(Source.PILOT, 1).get(0).read());

      site.read("size");
      tab.open(site.server().origin() + "/pilot");
      tab.waitFor("document.querySelector('form[action=\"/pilot/accept\"]')");
      axe(tab);
      tab.evaluate("document.querySelector('form[action=\"/pilot/accept\"]').requestSubmit(); 0");
      tab.waitFor("document.body.innerText.includes('Accepted')");
      assertTrue(site.journal().acceptances().band().isPresent());
      axe(tab);
      assertEquals(List.of(), chromium.complaints());
    }
  }

  private static void axe(Tab tab) throws Exception {
    for (String theme : List.of("dark", "light")) {
      tab.evaluate("document.documentElement.dataset.theme = '" + theme + "'");
      for (int width : List.of(1280, 390)) {
        tab.size(width, 900, 1);
        assertEquals(List.of(), tab.axe(), theme + " at " + width);
      }
    }
  }
}
