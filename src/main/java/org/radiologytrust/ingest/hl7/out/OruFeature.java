package org.radiologytrust.ingest.hl7.out;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.radiologytrust.feature.CamelTls;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.UnconfiguredPeer;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.ingest.hl7.message.Hl7Message;

/** Sends audits as HL7 messages. */
public final class OruFeature implements Feature {
  private static final String PEER = "oru";
  private static final int CONNECT_MILLIS = 5_000;

  private final OruSettings settings;
  private final OruWriter writer;
  private final Charsets charsets;
  private final Function<byte[], Optional<Hl7Message>> reader;

  private OruFeature(
      OruSettings settings,
      SiteFiles files,
      Charsets charsets,
      Function<byte[], Optional<Hl7Message>> reader) {
    this.settings = settings;
    this.writer = OruWriter.of(files, charsets, settings.options());
    this.charsets = charsets;
    this.reader = reader;
  }

  /**
   * The feature.
   *
   * @param settings empty if there is no receiver
   * @param reader reads the message of a report; empty if it cannot be read
   * @throws IllegalArgumentException naming file and line, if the mapping is not valid
   */
  public static Feature of(
      Optional<OruSettings> settings,
      SiteFiles files,
      Charsets charsets,
      Function<byte[], Optional<Hl7Message>> reader) {
    return settings
        .<Feature>map(set -> new OruFeature(set, files, charsets, reader))
        .orElseGet(
            () ->
                new UnconfiguredPeer(
                    PEER,
                    "rtl.oru.host is empty: no audit is sent as an HL7 message",
                    Map.of("rtl.oru.enabled", "false")));
  }

  @Override
  public Map<String, String> placeholders() {
    Map<String, String> all = new HashMap<>();
    all.put("rtl.oru.enabled", "true");
    all.put("rtl.oru.poll", "" + settings.poll().toMillis());
    all.put("rtl.oru.timeout", "" + settings.timeout().toMillis());
    settings
        .tls()
        .ifPresent(
            tls -> {
              all.put("rtl.oru.tls.on", "true");
              all.put("rtl.oru.tls.context", "#oruTls");
            });
    return all;
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(
        SelfCheck.doctor(
            PEER,
            () ->
                List.of(
                    SelfCheckResult.of(
                        PEER, problem(), "takes connections; no message was sent"))));
  }

  private Optional<String> problem() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(settings.host(), settings.port()), CONNECT_MILLIS);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "rtl.oru.host: the receiver cannot be reached; check that it runs, and the address");
    }
  }

  @Override
  public void bind(Host host) {
    host.bind(
        "oruSink",
        new OruSink(
            host.journal().outbox(),
            host.journal().deliveredAudits(),
            writer,
            charsets,
            reader,
            host.journal().clock().wall()));
    host.bind("oruAnswers", new AnswerDecoderFactory());
    settings
        .tls()
        .map(tls -> PeerContext.of(tls, settings.host(), settings.port()))
        .ifPresent(tls -> host.bind("oruTls", new CamelTls(tls)));
  }
}
