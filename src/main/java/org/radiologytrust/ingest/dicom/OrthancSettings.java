package org.radiologytrust.ingest.dicom;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.orthanc.*}.
 *
 * @param client the client of the image store; empty if none is configured
 * @param log Orthanc's log file; empty if it is not read
 * @param poll how often to read the feed and the log
 */
public record OrthancSettings(Optional<OrthancClient> client, Optional<Path> log, Duration poll) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * Reads the settings.
   *
   * @param trust certificates to accept; empty for those of the JVM's CAs
   * @throws Settings.Wrong if a setting is not valid
   */
  public static OrthancSettings of(Settings settings, Optional<SSLContext> trust) {
    String url = settings.url("rtl.orthanc.url");
    return new OrthancSettings(
        url.isEmpty() ? Optional.empty() : Optional.of(client(settings, url, trust)),
        settings.file("rtl.orthanc.log"),
        settings.interval("rtl.orthanc.poll"));
  }

  private static OrthancClient client(Settings settings, String url, Optional<SSLContext> trust) {
    return new OrthancClient(
        URI.create(url),
        settings.text("rtl.orthanc.user"),
        settings.text("rtl.orthanc.password"),
        TIMEOUT,
        trust);
  }
}
