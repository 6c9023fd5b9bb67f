package org.radiologytrust.ingest.dicom;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.radiologytrust.settings.Settings;

/**
 * What {@code rtl.orthanc.*} says.
 *
 * @param client asks the image store; empty where none is configured
 * @param log of Orthanc; empty = it is not read
 * @param poll how often feed and log are read
 */
public record OrthancSettings(Optional<OrthancClient> client, Optional<Path> log, Duration poll) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * @param trust whose certificates are taken; empty = those of the JVM's CAs
   * @throws Settings.Wrong when a setting cannot be used
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
