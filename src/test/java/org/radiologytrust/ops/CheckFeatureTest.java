package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.checks.Context;
import org.radiologytrust.checks.Flag;
import org.radiologytrust.checks.Reading;
import org.radiologytrust.checks.ReportCheck;
import org.radiologytrust.checks.Rule;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.launch.CapturedLog;

/** What the operator hears of a check that failed. */
@Tag("safety")
class CheckFeatureTest {
  private final CheckFeature checks =
      new CheckFeature(SiteFiles.shipped(), CheckSettings.ALL_ON, Optional.of(true));

  /** A check that a jar brings. */
  public static final class OwnCheck implements ReportCheck {
    @Override
    public Rule rule() {
      return new Rule("own-check", "Own check", Set.of());
    }

    @Override
    public List<Flag> check(Reading reading, Context context) {
      return List.of();
    }
  }

  @Test
  void aCheckOfAJarRunsAfterOurs(@TempDir Path jar) throws Exception {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve(ReportCheck.class.getName()), OwnCheck.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader with = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(with);
      List<String> ids =
          new CheckFeature(SiteFiles.shipped(), CheckSettings.ALL_ON, Optional.of(true)).ids();
      assertEquals(checks.ids(), ids.subList(0, ids.size() - 1));
      assertEquals("own-check", ids.get(ids.size() - 1));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private SelfCheckResult health() {
    return checks.checks().get(0).ask().get(0);
  }

  @Test
  void aFailureIsNamedWithoutItsText() {
    assertEquals(State.OK, health().state());
    try (CapturedLog log = CapturedLog.asInProduction()) {
      checks.failed("denied", new IllegalStateException("CANARY"));
      checks.failed("denied", new StackOverflowError());
      String told = log.events().get(0).getFormattedMessage();
      assertTrue(told.startsWith("check denied failed: IllegalStateException at "), told);
      assertFalse(told.contains("CANARY"), told);
      assertEquals(null, log.events().get(0).getThrowableProxy());
    }
    assertEquals(State.WARNING, health().state());
    assertTrue(health().message().contains("denied (2)"), health().message());
  }
}
