package org.radiologytrust.dcm4che;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.tls.ReloadedTls;

/**
 * Listens for DICOM associations. The body of an exchange is the id of a study to store. It has no
 * producer.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "dicom",
    title = "DICOM",
    syntax = "dicom:title",
    consumerOnly = true,
    category = {Category.HEALTH})
public final class DicomEndpoint extends DefaultEndpoint {
  private static final int LONGEST_TITLE = 16;

  @UriPath(description = "Our AE title. An association must call it")
  @Metadata(required = true)
  private final String title;

  @UriParam(defaultValue = "127.0.0.1", description = "Address to listen on")
  private String host = "127.0.0.1";

  @UriParam(defaultValue = "11112", description = "Port to listen on")
  private int port = 11112;

  @UriParam(
      defaultValue = "*@127.0.0.1",
      description =
          "Who may send: pairs of AE title and IP address or network, such as CT1@10.1.2.3,"
              + "*@10.1.0.0/16")
  private String callers = "*@127.0.0.1";

  @UriParam(description = "Our certificate and the CAs of senders; without it, no TLS")
  private @Nullable ReloadedTls tls;

  @UriParam(description = "UIDs of the transfer syntaxes that are accepted, separated by commas")
  private String transferSyntaxes = "1.2.840.10008.1.2.1,1.2.840.10008.1.2";

  @UriParam(defaultValue = "20", description = "Most associations at the same time")
  private int associations = 20;

  @UriParam(defaultValue = "131072", description = "Longest PDU to receive, bytes")
  private int pduLength = 131_072;

  @UriParam(
      defaultValue = "60s",
      description = "A sender that sends nothing for longer is disconnected")
  private Duration idle = Duration.ofSeconds(60);

  @UriParam(
      defaultValue = "536870912",
      description = "Largest object, bytes; a deflated one counts inflated")
  private long maxObject = 512L << 20;

  @UriParam(
      defaultValue = "2147483648",
      description = "Bytes that must stay free in the file system; with less, objects are refused")
  private long minFree = 2L << 30;

  @UriParam(defaultValue = "250ms", description = "Pause between two looks for studies to store")
  private Duration poll = Duration.ofMillis(250);

  @UriParam(description = "Where to keep the objects")
  @Metadata(required = true)
  private @Nullable Object folder;

  /**
   * @throws IllegalArgumentException if this is no AE title
   */
  DicomEndpoint(String uri, DicomComponent component, String title) {
    super(uri, component);
    if (title.isBlank() || title.length() > LONGEST_TITLE || !title.matches("[ -~&&[^\\\\]]+")) {
      throw new IllegalArgumentException(
          "dicom:" + title + ": an AE title has 1 to 16 characters of ASCII and no backslash");
    }
    this.title = title;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("dicom: endpoints can only be read, not written");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (!(folder instanceof ObjectFolder objects)) {
      throw new IllegalArgumentException("dicom: the option folder must name an ObjectFolder");
    }
    DicomConsumer consumer = new DicomConsumer(this, processor, objects);
    configureConsumer(consumer);
    return consumer;
  }

  /**
   * @throws IllegalArgumentException if an option is not valid
   */
  ScpSettings settings() {
    return new ScpSettings(
        title,
        host,
        port,
        Callers.of(callers),
        Optional.ofNullable(tls),
        uids(),
        associations,
        pduLength,
        idle,
        new IncomingFile.Limits(maxObject, minFree));
  }

  private Set<String> uids() {
    return Arrays.stream(transferSyntaxes.split(","))
        .map(String::strip)
        .filter(uid -> !uid.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  public String getTitle() {
    return title;
  }

  public String getHost() {
    return host;
  }

  public void setHost(String host) {
    this.host = host;
  }

  public int getPort() {
    return port;
  }

  public void setPort(int port) {
    this.port = port;
  }

  public String getCallers() {
    return callers;
  }

  public void setCallers(String callers) {
    this.callers = callers;
  }

  public @Nullable ReloadedTls getTls() {
    return tls;
  }

  public void setTls(@Nullable ReloadedTls tls) {
    this.tls = tls;
  }

  public String getTransferSyntaxes() {
    return transferSyntaxes;
  }

  public void setTransferSyntaxes(String transferSyntaxes) {
    this.transferSyntaxes = transferSyntaxes;
  }

  public int getAssociations() {
    return associations;
  }

  public void setAssociations(int associations) {
    this.associations = associations;
  }

  public int getPduLength() {
    return pduLength;
  }

  public void setPduLength(int pduLength) {
    this.pduLength = pduLength;
  }

  public Duration getIdle() {
    return idle;
  }

  public void setIdle(Duration idle) {
    this.idle = idle;
  }

  public long getMaxObject() {
    return maxObject;
  }

  public void setMaxObject(long maxObject) {
    this.maxObject = maxObject;
  }

  public long getMinFree() {
    return minFree;
  }

  public void setMinFree(long minFree) {
    this.minFree = minFree;
  }

  public Duration getPoll() {
    return poll;
  }

  public void setPoll(Duration poll) {
    this.poll = poll;
  }

  public @Nullable Object getFolder() {
    return folder;
  }

  public void setFolder(@Nullable Object folder) {
    this.folder = folder;
  }
}
