package org.radiologytrust.operate;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.journal.Access;
import org.radiologytrust.journal.Node;
import org.radiologytrust.llm.ServerState;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;

/** The operator's API. */
public final class OperateFeature implements Feature {
  private final Site site;
  private final Map<String, Channel> channels;
  private final Map<String, String> contentTypes;
  private final Node node;
  private final Supplier<List<ServerState>> models;
  private final Consumer<Access> accesses;

  private OperateFeature(Builder b) {
    site = b.site;
    channels = b.channels;
    contentTypes = b.contentTypes;
    node = b.node;
    models = b.models;
    accesses = b.accesses;
  }

  /**
   * @throws Settings.Wrong when a value is invalid
   */
  public static Builder of(Settings settings) {
    return new Builder(Site.of(settings));
  }

  @Override
  public void bind(Host host) {
    SiteTimes times = new SiteTimes(site.zone(), host.journal().clock());
    host.bind(
        "operatorApi",
        new OperatorApi(
            host.journal(),
            channels,
            contentTypes,
            new StatusReport(host.journal(), host.camel(), node, models, times)::json,
            times,
            new Trail(accesses, host.journal().clock().wall())));
  }

  /** Every part is needed. */
  public static final class Builder {
    private final Site site;
    private Map<String, Channel> channels = Map.of();
    private Map<String, String> contentTypes = Map.of();
    private Node node;
    private Supplier<List<ServerState>> models = List::of;
    private Consumer<Access> accesses;

    private Builder(Site site) {
      this.site = site;
    }

    /**
     * The kinds of messages.
     *
     * @param types the name of the channel that reads a content type
     */
    public Builder channels(Map<String, Channel> value, Map<String, String> types) {
      channels = Map.copyOf(value);
      contentTypes = Map.copyOf(types);
      return this;
    }

    public Builder node(Node value) {
      node = value;
      return this;
    }

    /** States of the model servers. */
    public Builder models(Supplier<List<ServerState>> value) {
      models = value;
      return this;
    }

    /** Records who sees what, before it is shown. */
    public Builder accesses(Consumer<Access> value) {
      accesses = value;
      return this;
    }

    public OperateFeature build() {
      return new OperateFeature(this);
    }
  }
}
