package org.radiologytrust.checker;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.checks.ReportCheck;
import org.radiologytrust.checks.ReportChecker;
import org.radiologytrust.checks.WordListException;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.Budget;

/** Made by {@link ReportChecker#builder()} through {@link java.util.ServiceLoader}. */
public final class EngineBuilder implements ReportChecker.Builder {
  private String language = "en";
  private @Nullable Path folder;
  private Duration time = CheckSettings.ALL_ON.time();
  private final Set<String> without = new TreeSet<>();
  private final List<ReportCheck> further = new ArrayList<>();

  /** For {@link java.util.ServiceLoader}. */
  public EngineBuilder() {}

  @Override
  public ReportChecker.Builder language(String code) {
    language = code;
    return this;
  }

  @Override
  public ReportChecker.Builder words(Path own) {
    folder = own;
    return this;
  }

  @Override
  public ReportChecker.Builder without(String... ids) {
    without.addAll(List.of(ids));
    return this;
  }

  @Override
  public ReportChecker.Builder with(ReportCheck check) {
    further.add(check);
    return this;
  }

  @Override
  public ReportChecker.Builder time(Duration most) {
    time = most;
    return this;
  }

  @Override
  public ReportChecker build() {
    try {
      SiteFiles files =
          (folder == null ? SiteFiles.shipped() : SiteFiles.in(folder)).language(language);
      List<Check> more =
          Stream.concat(
                  SiteChecks.onClassPath().stream(), further.stream().<Check>map(SiteCheck::new))
              .toList();
      Checks checks =
          new Checks(
              files,
              new CheckSettings(without, time, LocalDate::now),
              more,
              Budget::processorTime,
              // the result names it
              (check, failure) -> {});
      if (!checks.refused().isEmpty()) {
        throw new WordListException(String.join("; ", checks.refused().values()));
      }
      for (String id : without) {
        if (!checks.ids().contains(id)) {
          throw new IllegalArgumentException("there is no check " + id);
        }
      }
      return new Engine(files, checks, without);
    } catch (IllegalArgumentException e) {
      throw new WordListException(e.getMessage());
    }
  }
}
