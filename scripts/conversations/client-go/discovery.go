package main

import (
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/openapi"
	"k8s.io/client-go/restmapper"
)

// discover asks what is served, as mappers and schema readers do.
func discover(s *session) error {
	client, err := discovery.NewDiscoveryClientForConfig(s.config)
	if err != nil {
		return err
	}
	s.note("version")
	_, err = client.ServerVersion()
	s.step("version", err)
	s.note("groups and resources, aggregated")
	_, _, err = client.ServerGroupsAndResources()
	s.step("aggregated", err)
	s.note("groups and resources, one by one")
	legacy := *client
	legacy.UseLegacyDiscovery = true
	_, _, err = legacy.ServerGroupsAndResources()
	s.step("legacy", err)
	s.note("preferred resources")
	_, err = client.ServerPreferredResources()
	s.step("preferred", err)
	_, err = client.ServerPreferredNamespacedResources()
	s.step("namespaced", err)
	_, err = client.ServerResourcesForGroupVersion("gateway.envoyproxy.io/v1alpha1")
	s.step("one group", err)
	_, err = client.ServerResourcesForGroupVersion("nothing.example.com/v1")
	s.step("no group", err)
	s.note("a mapper")
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client))
	for _, kind := range []schema.GroupKind{{Group: "gateway.networking.k8s.io", Kind: "HTTPRoute"}, {Kind: "Service"}, {Group: "nothing.example.com", Kind: "Nothing"}} {
		_, err = mapper.RESTMapping(kind)
		s.step(kind.String(), err)
	}
	s.note("OpenAPI")
	paths, err := client.OpenAPIV3().Paths()
	s.step("paths", err)
	for _, path := range []string{"apis/gateway.networking.k8s.io/v1", "apis/gateway.envoyproxy.io/v1alpha1", "apis/discovery.k8s.io/v1"} {
		if document, found := paths[path]; found {
			_, err = document.Schema("application/json")
			s.step(path, err)
		}
	}
	_, err = openapi.NewClient(client.RESTClient()).Paths()
	s.step("paths again", err)
	return nil
}
