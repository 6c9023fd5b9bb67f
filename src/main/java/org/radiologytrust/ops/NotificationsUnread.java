package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.radiologytrust.journal.notifications.Notifications;

/** How many urgent flags nobody has looked at though everybody on the list was told. */
record NotificationsUnread(Notifications notifications) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        GaugeSnapshot.builder()
            .name("rtl_notifications_unread")
            .help("Urgent flags that nobody has read though everybody on the list was told")
            .dataPoint(GaugeDataPointSnapshot.builder().value(notifications.unheard()).build())
            .build());
  }
}
