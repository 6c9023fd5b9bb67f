package org.radiologytrust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.process.Home;
import org.radiologytrust.process.Ports;
import org.radiologytrust.settings.Settings;

/**
 * Asks everything that a start would need "would it work?": it makes the same features and walks
 * the same checks, and starts nothing. Beside a running server it says so.
 */
public final class Doctor {
  private final Settings settings;

  public Doctor(Settings settings) {
    this.settings = settings;
  }

  public List<SelfCheckResult> ask() {
    List<SelfCheckResult> answers = new ArrayList<>();
    try {
      Path home = Home.folder(settings);
      boolean running = Home.taken(home);
      Ports ports = Ports.of(settings);
      try (Features features = Features.of(settings, App.Mode.serve())) {
        answers.add(SelfCheckResult.ok("settings", "as they are, they can be used"));
        answers.add(ports(ports, running));
        SelfCheckResult taken = home(home, running);
        answers.add(taken);
        features.checks(SelfCheck.By.DOCTOR).stream()
            // checks of the start read files in rtl.home: without it they say nothing
            .filter(check -> !taken.isBroken() || !check.isAskedBy(SelfCheck.By.START))
            .forEach(check -> answers.addAll(check.ask()));
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
          ? SelfCheckResult.ok("ports", "in use, as a server is running")
          : SelfCheckResult.broken("ports", e.getMessage());
    }
  }

  private static SelfCheckResult home(Path home, boolean running) {
    if (running) {
      return SelfCheckResult.ok("home", "a server is running on " + home);
    }
    try {
      Home.take(home).close();
      return SelfCheckResult.ok("home", "can be written, and no other process has it");
    } catch (Settings.Wrong e) {
      return SelfCheckResult.broken("home", e.getMessage());
    }
  }
}
