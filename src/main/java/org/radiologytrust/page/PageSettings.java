package org.radiologytrust.page;

import java.time.Duration;
import java.util.Set;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.page.quality.AuthorFigures;
import org.radiologytrust.page.report.LaunchOrigins;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.page.*} and {@code rtl.review.*}, {@code rtl.changes.authors}, {@code
 * rtl.quality.*}, and {@code rtl.images.wait}.
 *
 * @param maxForm largest form, bytes
 * @param origins whose pages may ask for a report
 * @param launch how long a way to a report can be followed
 * @param others how many other reports of a patient are listed
 * @param imageWait how long a report waits for its images
 * @param remindUrgent how long after an agreement a reminder comes, for the two heaviest weights
 * @param remind the same for all other flags
 * @param look pause between two looks for reminders
 * @param allAuthors whether who may see figures sees changes of all authors
 * @param authors whose figures of quality are shown by author
 * @param samples how much is drawn each week for people to read
 * @param shadow whether shadow mode is on ({@code rtl.pilot})
 */
record PageSettings(
    int maxForm,
    Set<String> origins,
    Duration launch,
    int others,
    Duration imageWait,
    Duration remindUrgent,
    Duration remind,
    Duration look,
    boolean allAuthors,
    AuthorFigures authors,
    Readings.Sizes samples,
    boolean shadow) {
  private static final int MOST_SAMPLED = 1000;

  static PageSettings of(Settings settings) {
    return new PageSettings(
        settings.number("rtl.page.max-form", 1024, 100_000_000),
        LaunchOrigins.of(settings),
        settings.interval("rtl.page.open.valid"),
        settings.number("rtl.page.others", 1, 200),
        settings.duration("rtl.images.wait"),
        settings.interval("rtl.review.remind-urgent"),
        settings.interval("rtl.review.remind"),
        settings.interval("rtl.review.look"),
        settings.oneOf("rtl.changes.authors", "own", "all").equals("all"),
        AuthorFigures.of(settings),
        new Readings.Sizes(
            settings.number("rtl.quality.sample-reports", 0, MOST_SAMPLED),
            settings.number("rtl.quality.sample-asked", 0, MOST_SAMPLED),
            settings.number("rtl.quality.sample-quiet", 0, MOST_SAMPLED)),
        Pilot.of(settings).shadow());
  }
}
