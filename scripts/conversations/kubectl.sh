#!/usr/bin/env bash
# Uses kubectl as people do: KUBECTL=PROGRAM [TRANSCRIPT=FILE] kubectl.sh CHAPTER, as the command of record.ts. Chapters are the functions
# below. What kubectl prints goes to TRANSCRIPT, so that what it says about two servers can be compared.
set -uo pipefail
CHAPTER=$1
NS=conversation-$CHAPTER
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
cd "$WORK" || exit 2
TRANSCRIPT=${TRANSCRIPT:-/dev/stdout}

# k ARGUMENTS: notes the command, runs it, and keeps what it prints.
k() {
  curl -s -X PUT --data-binary "kubectl $*" "$SERVER/-/note" >/dev/null
  { echo "\$ kubectl $*"; "$KUBECTL" --cache-dir "$WORK/cache" "$@" 2>&1; echo "($?)"; } >>"$TRANSCRIPT"
}

# kn ARGUMENTS: the same in the namespace of the chapter.
kn() { k -n "$NS" "$@"; }

manifests() {
  cat >service.yaml <<'Y'
apiVersion: v1
kind: Service
metadata: {name: shop, labels: {app: shop, tier: backend}}
spec:
  selector: {app: shop}
  ports: [{name: http, port: 80, targetPort: 3000}]
Y
  cat >slice.yaml <<'Y'
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: shop-1, labels: {kubernetes.io/service-name: shop}}
addressType: IPv4
endpoints: [{addresses: [10.9.0.1]}, {addresses: [10.9.0.2], conditions: {ready: false}}]
ports: [{name: http, port: 3000, protocol: TCP}]
Y
  cat >gateway.yaml <<'Y'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: eg, labels: {app: shop}}
spec:
  gatewayClassName: eg
  listeners:
  - {name: http, protocol: HTTP, port: 80}
  - {name: admin, protocol: HTTP, port: 8080, hostname: admin.example.com}
Y
  cat >route.yaml <<'Y'
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, labels: {app: shop, tier: front}}
spec:
  parentRefs: [{name: eg}]
  hostnames: [www.example.com]
  rules:
  - matches: [{path: {type: PathPrefix, value: /}}]
    backendRefs: [{name: shop, port: 80}]
Y
  cat >policy.yaml <<'Y'
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata: {name: shop, labels: {app: shop}}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop}]
  loadBalancer: {type: RoundRobin}
Y
  for f in service slice gateway route policy; do cat $f.yaml; echo ---; done >all.yaml
}

discovery() {
  k version -o json
  k api-versions
  k api-resources -o name --sort-by name
  k api-resources --api-group gateway.networking.k8s.io -o wide
  k api-resources --categories gateway-api --namespaced=false --no-headers
  k api-resources --verbs list,patch --api-group gateway.envoyproxy.io
  k get --raw /api
  k get --raw /apis/gateway.networking.k8s.io/v1
  k get --raw /livez
  k get --raw /nothing
  k get --raw /apis/gateway.networking.k8s.io/v1/nothings
  for kind in gateways httproutes.spec.rules.backendRefs services.spec.ports namespaces endpointslices.endpoints backendtrafficpolicies.spec.loadBalancer; do k explain $kind; done
  k explain gatewayclass --api-version gateway.networking.k8s.io/v1beta1
  k explain httproute.spec.nothing
  k explain nothings
  k get nothings
  k get gateways.gateway.networking.k8s.io/nothing
  k get gateway.v1.gateway.networking.k8s.io
}

explain() {
  for kind in namespaces services endpointslices gatewayclasses gateways httproutes grpcroutes referencegrants backendtrafficpolicies; do k explain $kind --recursive; done
}

applying() {
  manifests
  k create namespace "$NS"
  kn apply -f all.yaml
  kn apply -f all.yaml
  kn diff -f all.yaml
  sed -i 's/www.example.com/shop.example.com/; s/port: 8080/port: 8081/; s/RoundRobin/Random/; s/targetPort: 3000/targetPort: 3001/' ./*.yaml
  kn diff -f all.yaml
  kn apply -f all.yaml --dry-run=server
  kn apply -f all.yaml --dry-run=client
  kn apply -f all.yaml -o name
  kn apply view-last-applied httproute/shop
  kn apply set-last-applied -f route.yaml
  kn label httproute/shop extra=1
  kn apply -f route.yaml
  sed -i '/hostnames/d' route.yaml
  kn apply -f route.yaml
  kn get httproute/shop -o jsonpath='{.spec.hostnames}'
  # what no schema knows, and what no schema allows
  sed 's/rules:/rulez:/' route.yaml >bad.yaml
  kn apply -f bad.yaml
  kn apply -f bad.yaml --validate=false
  kn apply -f bad.yaml --validate=warn --dry-run=server
  kn apply -f bad.yaml --server-side
  sed 's/PathPrefix/Nothing/; s/name: shop/name: Not_A_Name/' route.yaml >bad.yaml
  kn apply -f bad.yaml
  sed 's/port: 80,/port: 0,/' service.yaml >bad.yaml
  kn apply -f bad.yaml
  kn create -f route.yaml
  kn apply --prune -l app=shop --prune-allowlist gateway.networking.k8s.io/v1/HTTPRoute --prune-allowlist core/v1/Service -f gateway.yaml -f service.yaml
  kn get all,httproutes
  # in a namespace that is not there
  k -n conversation-nothing apply -f route.yaml
}

serverside() {
  manifests
  k create namespace "$NS"
  kn apply --server-side -f all.yaml
  kn apply --server-side -f all.yaml
  sed -i 's/www.example.com/shop.example.com/; s/port: 8080/port: 8081/' ./*.yaml
  kn apply --server-side -f all.yaml --dry-run=server
  kn diff --server-side -f all.yaml
  kn apply --server-side -f all.yaml --field-manager other
  kn apply --server-side -f gateway.yaml --field-manager other --force-conflicts
  kn apply --server-side -f gateway.yaml
  kn get gateway/eg -o yaml --show-managed-fields
  sed -i '/name: admin/d' gateway.yaml
  kn apply --server-side -f gateway.yaml --field-manager other
  kn apply --server-side -f gateway.yaml --force-conflicts
  kn get gateway/eg -o jsonpath='{.spec.listeners[*].name}'
  kn patch gateway/eg --type merge -p '{"metadata":{"labels":{"patched":"yes"}}}'
  kn apply --server-side -f gateway.yaml
  # from client-side to server-side and back
  kn delete httproute/shop
  kn apply -f route.yaml
  kn apply --server-side -f route.yaml
  kn apply -f route.yaml
  kn get httproute/shop -o yaml --show-managed-fields
  printf 'apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {ports: [{port: 80}, {port: 80}]}\n' >twice.yaml
  kn apply --server-side -f twice.yaml
  printf 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: eg}\nspec: {gatewayClassName: eg, listeners: [{name: a, port: 1, protocol: TCP}, {name: a, port: 2, protocol: TCP}]}\n' >twice.yaml
  kn apply --server-side -f twice.yaml
}

reading() {
  manifests
  k create namespace "$NS"
  kn apply -f all.yaml
  for kind in gateways httproutes services endpointslices backendtrafficpolicies; do
    for output in '' wide yaml json name; do kn get $kind ${output:+-o $output}; done
  done
  kn get gtw,httproute,svc,btp
  kn get gtw/eg httproute/shop
  kn get httproute shop nothing
  kn get httproute/nothing
  kn get httproute/nothing --ignore-not-found
  kn get httproutes -l tier=front
  kn get httproutes -l 'tier in (front,back),app!=x' --show-labels
  kn get httproutes -l tier=back
  kn get httproutes -l '=x'
  kn get httproutes --field-selector metadata.name=shop
  kn get httproutes --field-selector spec.x=1
  kn get services --field-selector spec.type=ClusterIP -o name
  kn get httproutes -L app,tier --sort-by '{.metadata.name}'
  kn get httproutes -o custom-columns=NAME:.metadata.name,HOSTS:.spec.hostnames
  kn get httproutes -o go-template='{{range .items}}{{.metadata.name}}{{end}}'
  kn get httproute shop -o jsonpath='{.metadata.labels}'
  kn get all
  kn get -f all.yaml
  k get httproutes -A --field-selector "metadata.namespace=$NS"
  k get namespaces "$NS"
  k get ns -l "kubernetes.io/metadata.name=$NS" -o wide
  for i in 1 2 3 4 5; do sed "s/name: shop,/name: shop-$i,/" route.yaml | "$KUBECTL" --cache-dir "$WORK/cache" -n "$NS" create -f - >/dev/null; done
  kn get httproutes --chunk-size 2
  kn get httproutes --chunk-size 2 -o json --show-managed-fields=false
  kn get httproutes -w --request-timeout 1s
  kn get httproute shop -w --request-timeout 1s -o name
  kn get httproutes -w --watch-only --request-timeout 1s --output-watch-events
  kn describe httproute shop
  kn describe gateway eg
  kn describe svc shop
  kn describe btp
  k describe ns "$NS"
  k describe gatewayclass
}

changing() {
  manifests
  k create namespace "$NS"
  kn create -f all.yaml
  kn label httproute shop a=b
  kn label httproute shop a=c
  kn label httproute shop a=c --overwrite
  kn label httproute shop a-
  kn label httproutes --all x=y
  kn label httproute shop 'bad key=x'
  kn label httproute shop 'k=bad value'
  kn label httproute shop a=b --resource-version 1
  kn annotate httproute shop note='some text'
  kn annotate svc shop note-
  k label ns "$NS" team=a
  kn patch httproute shop --type merge -p '{"spec":{"hostnames":["a.example.com"]}}'
  kn patch httproute shop --type json -p '[{"op":"replace","path":"/spec/hostnames/0","value":"b.example.com"}]'
  kn patch httproute shop --type json -p '[{"op":"test","path":"/spec/hostnames/0","value":"x"}]'
  kn patch httproute shop --type json -p '[{"op":"remove","path":"/spec/nothing"}]'
  kn patch httproute shop -p '{"spec":{"hostnames":["c.example.com"]}}'
  kn patch svc shop -p '{"spec":{"ports":[{"port":80,"targetPort":3333},{"port":81,"name":"more"}]}}'
  kn patch svc shop -p '{"spec":{"ports":[{"port":81,"$patch":"delete"}]}}'
  kn patch svc shop -p '{"spec":{"ports":"x"}}'
  kn patch httproute shop --type merge -p '{"spec":{"hostnames":"x"}}'
  kn patch httproute shop --type merge -p '{"spec":{"nothing":1}}'
  kn patch httproute shop --type merge -p '{"spec":{"hostnames":["a b"]}}'
  kn patch httproute nothing --type merge -p '{}'
  kn patch gateway eg --subresource status --type merge -p '{"status":{"conditions":[{"type":"Programmed","status":"True","reason":"Programmed","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"},{"type":"Accepted","status":"True","reason":"Accepted","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}'
  kn get gateway eg --subresource status
  kn get gateway eg
  kn wait gateway/eg --for condition=Programmed --timeout 2s
  kn wait gateway/eg --for jsonpath='{.status.conditions[0].status}'=True --timeout 2s
  kn wait gateway/eg --for condition=Nothing --timeout 1s
  KUBE_EDITOR='sed -i s/c.example.com/d.example.com/;s/b.example.com/e.example.com/' kn edit httproute shop
  KUBE_EDITOR='sed -i s/zzzz/yyyy/' kn edit httproute shop
  KUBE_EDITOR='sed -i s/3333/3334/' kn edit svc shop
  "$KUBECTL" --cache-dir "$WORK/cache" -n "$NS" get httproute shop -o json >shop.json
  sed -i 's/e.example.com/f.example.com/' shop.json
  kn replace -f shop.json
  kn replace -f shop.json
  kn replace -f service.yaml
  kn replace -f route.yaml
  kn replace -f route.yaml --force
  kn replace -f route.yaml --validate=false
  kn set selector service shop app=other
  kn scale httproute shop --replicas 2
  kn expose svc shop --name shop-2 --port 8080
  kn rollout status httproute/shop
  kn auth can-i create httproutes
}

creating() {
  manifests
  k create namespace "$NS"
  k create namespace "$NS"
  k create ns Bad_Name
  kn create service clusterip plain --tcp 80:8080
  kn create service nodeport node --tcp 80 --node-port 30123
  kn create service nodeport node-2 --tcp 80 --node-port 30123
  kn create service loadbalancer lb --tcp 443:8443
  kn create service externalname ext --external-name example.com
  kn create service clusterip headless --clusterip None
  kn create service clusterip plain --tcp 80
  kn create service clusterip dry --tcp 80 --dry-run=server -o yaml
  kn create service clusterip dry --tcp 80 --dry-run=client -o yaml
  kn create -f all.yaml --dry-run=server -o name
  kn create -f all.yaml
  kn create -f all.yaml
  printf 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {generateName: shop-}\nspec: {hostnames: [x.example.com]}\n' >generate.yaml
  kn create -f generate.yaml -o json
  kn create -f generate.yaml -o name
  printf 'apiVersion: v1\nkind: Service\nmetadata: {generateName: shop-}\nspec: {ports: [{port: 80}]}\n' >generate.yaml
  kn create -f generate.yaml -o json
  kn apply -f generate.yaml
  printf '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Service","metadata":{"name":"l1"},"spec":{"ports":[{"port":1}]}},{"apiVersion":"v1","kind":"Service","metadata":{"name":"l2"},"spec":{"ports":[{"port":2}]}}]}' >list.json
  kn create -f list.json
  printf 'apiVersion: nothing.example.com/v1\nkind: Nothing\nmetadata: {name: a}\n' >unknown.yaml
  kn create -f unknown.yaml
  printf 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a, namespace: other}\n' >other.yaml
  kn create -f other.yaml
  k create -f other.yaml
  printf '{"apiVersion":"v1","kind":"Service","metadata":{"name":"raw"},"spec":{"ports":[{"port":1}]}}' >raw.json
  k create --raw "/api/v1/namespaces/$NS/services" -f raw.json
  k replace --raw "/api/v1/namespaces/$NS/services/raw" -f raw.json
  k delete --raw "/api/v1/namespaces/$NS/services/raw"
  kn create token default
  kn run pod --image x
  kn create configmap c --from-literal a=b
}

deleting() {
  manifests
  k create namespace "$NS"
  kn apply -f all.yaml
  kn delete httproute shop
  kn delete httproute shop
  kn delete httproute shop --ignore-not-found
  kn apply -f all.yaml
  kn delete -f all.yaml
  kn delete -f all.yaml
  kn apply -f all.yaml
  kn delete httproutes,gateways -l app=shop
  kn delete services --all
  kn delete services --all --dry-run=server
  kn apply -f all.yaml
  kn delete gateway eg --dry-run=server
  kn delete gateway eg --wait=false
  kn delete svc shop --now
  kn delete svc shop --grace-period 0 --force
  kn apply -f all.yaml
  kn delete httproute shop --cascade background
  kn patch gateway eg --type merge -p '{"metadata":{"finalizers":["example.com/hold"]}}'
  kn delete gateway eg --timeout 1s
  kn get gateway eg -o jsonpath='{.metadata.finalizers}'
  kn wait gateway/eg --for delete --timeout 1s
  kn patch gateway eg --type merge -p '{"metadata":{"finalizers":null}}'
  kn wait gateway/eg --for delete --timeout 2s
  kn wait httproute/nothing --for delete --timeout 1s
  kn wait httproute/nothing --for condition=x --timeout 1s
  kn apply -f route.yaml
  kn delete httproute shop --cascade orphan --wait=false
  k delete ns conversation-nothing
  k delete ns default
  k delete namespace "$NS" --wait=false
  kn create -f policy.yaml
}

"$CHAPTER"
