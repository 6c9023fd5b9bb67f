package org.radiologytrust.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.process.Home;
import org.radiologytrust.process.Ports;
import org.radiologytrust.settings.FeatureList;
import org.radiologytrust.settings.Settings;

/**
 * Checks everything that a start needs, without starting anything: it creates the same features and
 * runs the same checks. While a server runs on the same home, it reports that and checks the peers.
 */
public final class Doctor {
  private final Settings asked;

  public Doctor(Settings asked) {
    this.asked = asked;
  }

  /**
   * Runs the checks now; this may take minutes. Never throws for a wrong setting: it reports it.
   *
   * @param waits is told what it waits for
   */
  public List<SelfCheckResult> ask(Consumer<String> waits) {
    List<SelfCheckResult> answers = new ArrayList<>();
    try {
      SiteCamelSettings.of(asked);
      Settings settings = FeatureList.of(asked).applied(asked);
      Path home = Home.folder(settings);
      boolean running = Home.taken(home);
      Ports ports = Ports.of(settings);
      try (Features features = Features.of(settings, App.Mode.serve())) {
        answers.add(SelfCheckResult.ok("settings", "valid"));
        answers.add(ports(ports, running));
        SelfCheckResult taken = home(home, running);
        answers.add(taken);
        features.checks(SelfCheck.By.DOCTOR).stream()
            // checks of the start read files in rtl.home, so they need a usable home
            .filter(check -> !taken.isBroken() || !check.isAskedBy(SelfCheck.By.START))
            .forEach(
                check -> {
                  waits.accept(check.name());
                  answers.addAll(check.ask(waits));
                });
      }
    } catch (Settings.Wrong e) {
      answers.add(SelfCheckResult.broken(e.peer(), e.getMessage()));
    }
    return answers;
  }

  private static SelfCheckResult ports(Ports ports, boolean running) {
    try {
      ports.take();
      return SelfCheckResult.ok("ports", "free");
    } catch (Settings.Wrong e) {
      return running
          ? SelfCheckResult.ok("ports", "in use by the running server")
          : SelfCheckResult.broken("ports", e.getMessage());
    }
  }

  private static SelfCheckResult home(Path home, boolean running) {
    if (running) {
      return SelfCheckResult.ok("home", "a server is running on " + home);
    }
    try {
      Home.take(home).close();
      return SelfCheckResult.ok("home", "writable, and no other process uses it");
    } catch (Settings.Wrong e) {
      return SelfCheckResult.broken("home", e.getMessage());
    }
  }
}
