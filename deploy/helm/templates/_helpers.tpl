{{/* Name of all resources: of the release, and of the chart where that does not contain it. */}}
{{- define "rtl.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What selects the nodes; it never changes. */}}
{{- define "rtl.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "rtl.labels" -}}
{{ include "rtl.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* One line of a Java properties file. */}}
{{- define "rtl.line" -}}
{{- printf "%s=%s\n" (index . 0) (index . 1 | toString | replace "\\" "\\\\") -}}
{{- end -}}

{{/* The file rtl.properties; passwords are in the environment. */}}
{{- define "rtl.properties" -}}
{{- $v := .Values -}}
{{- $features := list "mllp" "fhir" "page" -}}
{{- if $v.models.servers }}{{ $features = append $features "model" }}{{ end -}}
{{- if $v.orthanc.url }}{{ $features = append $features "orthanc" }}{{ end -}}
{{- if $v.fhir.server }}{{ $features = append $features "fhir-out" }}{{ end -}}
{{- if $v.kafka.brokers }}{{ $features = append $features "kafka" }}{{ end -}}
{{- if $v.oru.host }}{{ $features = append $features "oru" }}{{ end -}}
{{- include "rtl.line" (list "rtl.features" (join "," (concat $features $v.features))) -}}
{{- include "rtl.line" (list "rtl.zone" $v.zone) -}}
{{- include "rtl.line" (list "rtl.site" $v.site) -}}
{{- include "rtl.line" (list "rtl.journal.url" $v.journal.url) -}}
{{- include "rtl.line" (list "rtl.journal.user" $v.journal.user) -}}
{{- with $v.journal.connections -}}
{{- include "rtl.line" (list "rtl.journal.connections" .) -}}
{{- end -}}
{{- /* how soon a node takes messages again when the database is back */ -}}
{{- include "rtl.line" (list "rtl.journal.probe" "2s") -}}
{{- if $v.models.servers -}}
{{- include "rtl.line" (list "rtl.model.servers-file" "/etc/rtl/models/servers") -}}
{{- include "rtl.line" (list "rtl.model.wire" $v.models.wire) -}}
{{- include "rtl.line" (list "rtl.model.base" $v.models.base) -}}
{{- include "rtl.line" (list "rtl.model.lora" $v.models.lora) -}}
{{- include "rtl.line" (list "rtl.model.slots" $v.models.slots) -}}
{{- end -}}
{{- with $v.orthanc.url -}}
{{- include "rtl.line" (list "rtl.orthanc.url" .) -}}
{{- include "rtl.line" (list "rtl.orthanc.user" $v.orthanc.user) -}}
{{- end -}}
{{- with $v.fhir.server -}}
{{- include "rtl.line" (list "rtl.fhir.server" .) -}}
{{- end -}}
{{- with $v.fhir.base -}}
{{- include "rtl.line" (list "rtl.fhir.base" .) -}}
{{- end -}}
{{- if $v.kafka.brokers -}}
{{- include "rtl.line" (list "rtl.kafka.brokers" $v.kafka.brokers) -}}
{{- include "rtl.line" (list "rtl.kafka.reports" $v.kafka.reports) -}}
{{- include "rtl.line" (list "rtl.kafka.audits" $v.kafka.audits) -}}
{{- include "rtl.line" (list "rtl.kafka.group" $v.kafka.group) -}}
{{- end -}}
{{- if $v.oru.host -}}
{{- include "rtl.line" (list "rtl.oru.host" $v.oru.host) -}}
{{- include "rtl.line" (list "rtl.oru.port" $v.oru.port) -}}
{{- include "rtl.line" (list "rtl.oru.security" $v.oru.security) -}}
{{- end -}}
{{- if $v.tls.mllp.secretName -}}
{{- include "rtl.line" (list "rtl.mllp.tls.certificate" "/etc/rtl/tls/mllp/tls.crt") -}}
{{- include "rtl.line" (list "rtl.mllp.tls.key" "/etc/rtl/tls/mllp/tls.key") -}}
{{- if $v.tls.mllp.trusted -}}
{{- include "rtl.line" (list "rtl.mllp.tls.trusted" "/etc/rtl/tls/mllp/ca.crt") -}}
{{- end -}}
{{- end -}}
{{- if $v.tls.http.secretName -}}
{{- include "rtl.line" (list "rtl.http.tls.certificate" "/etc/rtl/tls/http/tls.crt") -}}
{{- include "rtl.line" (list "rtl.http.tls.key" "/etc/rtl/tls/http/tls.key") -}}
{{- end -}}
{{- range $name, $value := $v.settings -}}
{{- include "rtl.line" (list $name $value) -}}
{{- end -}}
{{- end -}}
